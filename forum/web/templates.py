"""What every template uses at every turn, at the price of a look: names that stand, addresses that were built before.

Together these are a sixth of what a member's page of twenty messages costs.
"""

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

import flask
from flask import Flask, has_request_context, request
from flask.templating import Environment

KEPT = 8000  # addresses, about 200 bytes each


class Templates(Environment):
    """Flask's, with the names of the environment itself: Jinja lays a map of maps over them for each template,
    through which every part of a page then looks. Nobody gives a template names of its own here."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own."""
        return {**self.globals, **d} if d else self.globals


class Application(Flask):
    """Flask with these templates."""

    jinja_environment = Templates


@lru_cache(maxsize=KEPT, typed=True)
def _built(_root: str, endpoint: str, **values: Any) -> str:
    return flask.url_for(endpoint, **values)


def url_for(endpoint: str, **values: Any) -> str:
    """Flask's `url_for`; what does not depend on the request is built once."""
    if endpoint[0] == "." or "_external" in values or not has_request_context():
        return flask.url_for(endpoint, **values)
    try:
        return _built(request.script_root, endpoint, **values)
    except TypeError:  # a list among the values
        return flask.url_for(endpoint, **values)


def setup(app: Flask) -> None:
    """For templates."""
    app.jinja_env.globals["url_for"] = url_for
