"""A program that speaks to the API."""

import pytest

from forum.core.db import transaction
from forum.people.commands import create_token


@pytest.fixture
def with_token(app, world):
    """`with_token("awa")` posts JSON with a bearer token; `with_token(None)` without."""

    def client(who, *scopes):
        with transaction():
            secret = create_token(world.user(who), scopes or ("read", "write")) if who else ""

        def send(path, data=None, method="POST", key="", **options):
            headers = {"Authorization": f"Bearer {secret}"} if who else {}
            if key:
                headers["Idempotency-Key"] = key
            if data is not None:
                options["data" if isinstance(data, bytes) else "json"] = data
            return app.test_client().open(path, method=method, headers=headers, **options)

        return send

    return client
