"""No page costs more than twelve queries, whoever asks for it."""

import pytest

from tests.house.walk import ROLES_OF, routes

MOST = 12
WRITTEN = ("/api/", "/export", "/papers", ".atom", ".ics")  # not pages: programs and files


@pytest.mark.parametrize("role", ["visitor", "member", "moderator", "administrator"])
def test_no_page_costs_more_than_twelve_queries(walk, queries, role):
    dear = {}
    for method, rule in routes(walk.app):
        address = walk.address(rule, private=False) if method == "GET" else None
        if address is None or any(part in rule.rule for part in WRITTEN):
            continue
        walk.restore()
        walk.app.extensions["limiter"].storage.reset()
        walk.app.extensions["kept"].clear()
        browser = walk.as_(ROLES_OF[role])
        browser.get(address)  # the first page of a visit also writes that somebody came
        walk.app.extensions["kept"].clear()
        queries.clear()
        answer = browser.get(address)
        if answer.status_code == 200 and len(queries) > MOST:
            dear[rule.rule] = len(queries)
    assert dear == {}
