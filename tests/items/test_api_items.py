"""Publications and messages as JSON."""

import json

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.items.models.item import Item
from forum.items.models.post import Post

NEW = {"space": "bretagne", "title": "Où trouver une pompe à bras ?", "body": "Près de **Ségou**."}


def test_a_thread_is_published_and_read_back(world, with_token):
    made = with_token("awa")(
        "/api/v1/items", {**NEW, "themes": ["eau-assainissement"], "territory": "dep-29", "tags": ["pompe"]}
    )
    assert made.status_code == 201
    item = with_token(None)(f"/api/v1/items/{made.json['id']}", method="GET").json
    assert (item["kind"], item["title"], item["author"], item["space"]) == ("thread", NEW["title"], "awa", "bretagne")
    assert (item["body"], item["themes"], item["territories"], item["tags"]) == (
        NEW["body"], ["eau-assainissement"], ["dep-29"], ["pompe"],
    )  # fmt: skip
    assert "<strong>Ségou</strong>" in item["body_html"]
    assert made.headers["Location"] == made.json["url"] == item["url"]


@pytest.mark.parametrize(
    ("kind", "more", "state"),
    [
        ("document", {"summary": "En bref.", "sources": ["exemple.org"]}, "draft"),
        ("resource", {"type": "funding", "funder": "Un fonds", "max_amount": 5000, "zones": ["cad"]}, "proposed"),
        ("need", {"affected": "12 associations"}, "gathering"),
    ],
)
def test_each_kind_takes_its_own_fields(world, with_token, kind, more, state):
    made = with_token("awa")("/api/v1/items", {**NEW, "kind": kind, **more})
    assert made.status_code == 201
    item = with_token(None)(f"/api/v1/items/{made.json['id']}", method="GET").json
    assert (item["kind"], item["state"]) == (kind, state)


def test_what_only_curators_and_imports_say_is_not_taken_from_a_member(world, with_token):
    own = {"kind": "resource", "standing": "verified", "verified_on": "2026-01-01", "author_id": 1, "state": "hidden",
           "created_at": "2001-01-01T00:00:00Z", "is_example": True, "external_id": "vol"}  # fmt: skip
    made = with_token("awa")("/api/v1/items", {**NEW, **own})
    item = db.session.get(Item, made.json["id"])
    assert (item.standing, item.author_id, item.state) == ("proposed", world.user("awa").id, "public")
    assert (item.created_at.year > 2001, item.is_example, item.external_id) == (True, False, None)


def test_messages_come_by_pages_of_which_each_tells_the_next(world, with_token):
    question = world.question(replies=5)
    send, seen = with_token(None), []
    address = f"/api/v1/items/{question.id}/posts?limit=2"
    while address:
        page = send(address.removeprefix("http://localhost"), method="GET").json
        seen += [(row["number"], row["author"]) for row in page["results"]]
        assert len(page["results"]) <= 2
        address = page["next"]
    assert seen == [(number, "bruno") for number in range(2, 7)]


def test_a_reply_has_its_number_and_its_address(world, with_token):
    question = world.question(replies=1)
    made = with_token("awa")(f"/api/v1/items/{question.id}/posts", {"body": "Merci !", "reply_to": 2})
    assert (made.status_code, made.json["number"], made.json["state"]) == (201, 3, "public")
    assert made.json["url"].endswith("?post=3#post-3")
    row = with_token(None)(f"/api/v1/items/{question.id}/posts", method="GET").json["results"][-1]
    assert (row["id"], row["body"], row["reply_to"]) == (made.json["id"], "Merci !", 2)


def test_the_same_request_under_the_same_key_is_carried_out_once(world, with_token):
    question, send = world.question(), with_token("awa")
    path = f"/api/v1/items/{question.id}/posts"
    first, again = send(path, {"body": "Une fois."}, key="k1"), send(path, {"body": "Une fois."}, key="k1")
    assert first.json == again.json
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert db.session.scalar(select(func.count(Post.id))) == 1
    other = send(path, {"body": "Autre chose."}, key="k1")
    assert (other.status_code, other.mimetype) == (422, "application/problem+json")
    assert with_token("bruno")(path, {"body": "Une fois."}, key="k1").json["id"] != first.json["id"]


def test_a_request_that_failed_may_be_sent_again_under_its_key(world, with_token):
    question, send = world.question(), with_token("awa")
    path = f"/api/v1/items/{question.id}/posts"
    assert send(path, {"body": ""}, key="k").status_code == 422
    assert send(path, {"body": "Cette fois oui."}, key="k").status_code == 201


@pytest.mark.parametrize(
    ("who", "scopes", "status"), [(None, (), 401), ("awa", ("read",), 403), ("awa", ("read", "write"), 201)]
)
def test_writing_needs_a_token_with_the_scope(world, with_token, who, scopes, status):
    assert with_token(who, *scopes)("/api/v1/items", NEW).status_code == status


def test_a_browser_session_does_not_write_by_the_api(world, as_):
    assert as_("awa").post("/api/v1/items", json=NEW).status_code == 401


def test_a_false_token_is_refused_even_where_reading_is_open(app, world):
    answer = app.test_client().get("/api/v1/items", headers={"Authorization": "Bearer faux"})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_private_spaces_exist_for_nobody_else(world, with_token):
    hidden = world.question(space=world.private_space("awa", "bruno"), replies=1)
    for path in (f"/api/v1/items/{hidden.id}", f"/api/v1/items/{hidden.id}/posts", "/api/v1/spaces/bureau"):
        assert with_token(None)(path, method="GET").status_code == 404
        assert with_token("zoe")(path, method="GET").status_code == 404
        assert with_token("awa")(path, method="GET").status_code == 200
    assert with_token("zoe")(f"/api/v1/items/{hidden.id}/posts", {"body": "Bonjour."}).status_code == 404
    assert with_token("zoe")("/api/v1/items", {**NEW, "space": "bureau"}).status_code == 422
    for who, count in (("zoe", 0), ("awa", 1)):
        rows = with_token(who)("/api/v1/items", method="GET").json["results"]
        assert len([row for row in rows if row["id"] == hidden.id]) == count


def test_a_newcomers_links_wait_here_too(world, with_token):
    question = world.question()
    made = with_token("nour")(f"/api/v1/items/{question.id}/posts", {"body": "Voyez https://example.org/x"})
    assert (made.status_code, made.json["state"]) == (201, "pending")
    assert with_token(None)(f"/api/v1/items/{question.id}/posts", method="GET").json["results"] == []


def test_lists_filter_and_refuse_what_they_do_not_know(world, with_token):
    send = with_token("awa")
    send("/api/v1/items", {**NEW, "themes": ["energie"], "territory": "dep-29"})
    world.question()
    for query, count in (("", 2), ("theme=energie", 1), ("territory=dep-29", 2), ("kind=document", 0),
                         ("space=bretagne", 2), ("space=occitanie", 0), ("theme=energie&kind=thread", 1)):  # fmt: skip
        assert len(send(f"/api/v1/items?{query}", method="GET").json["results"]) == count, query
    for query in ("kind=poeme", "theme=x", "territory=atlantide", "space=ailleurs", "cursor=abc"):
        answer = send(f"/api/v1/items?{query}", method="GET")
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), query


WRONG = [
    {}, {"space": "bretagne"}, {**NEW, "title": "x"}, {**NEW, "body": 3}, {**NEW, "title": None}, {**NEW, "kind": "poeme"},
    {**NEW, "space": "nulle-part"}, {**NEW, "themes": ["x"]}, {**NEW, "themes": {"a": 1}}, {**NEW, "territory": "x"},
    {**NEW, "organisation": "x"}, {**NEW, "kind": "resource", "max_amount": "beaucoup"},
    {**NEW, "kind": "resource", "zones": "cad"}, {**NEW, "kind": "document", "licence": "à moi"},
    {**NEW, "kind": "need", "level": "galactique"}, {**NEW, "purpose": "chanson"}, {**NEW, "tags": [1]},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_wrong_is_told_and_changes_nothing(world, with_token, wrong):
    answer = with_token("awa")("/api/v1/items", wrong)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json.get("detail") or answer.json.get("errors")
    assert db.session.scalar(select(func.count(Item.id))) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe"])
def test_a_body_that_is_no_object_is_told(world, with_token, body):
    answer = with_token("awa")("/api/v1/items", body, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/items/0", 404),
        ("GET", "/api/v1/items/99999999999999999999", 404),
        ("GET", "/api/v1/items/abc", 404),
        ("DELETE", "/api/v1/items", 405),
        ("PATCH", "/api/v1/spaces", 405),
    ],
)
def test_every_refusal_under_api_is_a_problem_document(world, with_token, method, path, status):
    answer = with_token(None)(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["status"] == status


def test_too_large_and_too_many_are_problem_documents(world, with_token):
    assert with_token("awa")("/api/v1/items", {**NEW, "body": "x" * 3_000_000}).status_code == 413
    question, send = world.question(), with_token("nour")
    answers = [send(f"/api/v1/items/{question.id}/posts", {"body": f"Message {n}."}) for n in range(31)]
    assert [answer.status_code for answer in answers] == [201] * 30 + [429]
    assert answers[-1].mimetype == "application/problem+json"


def test_spaces_come_by_pages_too(world, with_token):
    send, seen, address = with_token(None), [], "/api/v1/spaces?limit=10"
    while address:
        page = send(address.removeprefix("http://localhost"), method="GET").json
        seen += [row["slug"] for row in page["results"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == 27
    assert send("/api/v1/spaces/bretagne", method="GET").json["territory"] == "reg-53"


def test_the_description_tells_every_route_of_the_api(app, world, with_token):
    told = with_token(None)("/api/v1/openapi.json", method="GET").json
    assert told["openapi"].startswith("3.1")
    described = {(method, path) for path, methods in told["paths"].items() for method in methods}
    routes = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "openapi.show":
            path = "".join("{}" if varies else part for varies, part in rule._trace if part != "|")
            routes |= {(m.lower(), path) for m in rule.methods - {"HEAD", "OPTIONS"}}
    assert {(m, "/".join("{}" if p.startswith("{") else p for p in path.split("/"))) for m, path in described} == routes
    identities = [each["operationId"] for methods in told["paths"].values() for each in methods.values()]
    assert len(identities) == len(set(identities))
    json.dumps(told)


def test_a_reply_costs_few_statements(world, with_token, queries):
    question, send = world.question(replies=3), with_token("awa")
    send(f"/api/v1/items/{question.id}/posts", {"body": "D’abord."}, key="a")
    queries.clear()
    send(f"/api/v1/items/{question.id}/posts", {"body": "Ensuite."}, key="b")
    assert len(queries) <= 13, queries
