"""Files through the API: sent first, then named in an item or a message."""

from io import BytesIO

import pytest

from forum.core.db import transaction
from forum.people.commands import create_token
from tests.files import made


@pytest.fixture
def api(app, world):
    """`api("awa", method, path, …)` with a bearer token."""

    def ask(who, method, path, *, scopes=("read", "write"), **more):
        with transaction():
            secret = create_token(world.user(who), scopes)
        return app.test_client().open(path, method=method, headers={"Authorization": f"Bearer {secret}"}, **more)

    return ask


def _upload(name="devis.pdf", data=made.PDF, **more):
    return {"data": {"file": (BytesIO(data), name), **more}}


def test_a_file_is_sent_then_attached(api, world):
    question = world.question()
    sent = api("bruno", "POST", "/api/v1/files", **_upload("puits.jpg", made.photo(), alt="Le puits"))
    assert sent.status_code == 201 and sent.headers["Location"] == sent.json["url"]
    assert (sent.json["type"], sent.json["width"], sent.json["alt"]) == ("image/jpeg", 1200, "Le puits")
    body = {"body": "Voici.", "files": [sent.json["id"]]}
    assert api("bruno", "POST", f"/api/v1/items/{question.id}/posts", json=body).status_code == 201
    post = api("awa", "GET", f"/api/v1/items/{question.id}/posts").json["results"][0]
    assert [file["id"] for file in post["files"]] == [sent.json["id"]]
    assert post["files"][0]["url"] == sent.json["url"]


@pytest.mark.parametrize("kind", ["thread", "document", "resource", "need"])
def test_every_kind_takes_files(api, world, kind):
    file_id = api("mona", "POST", "/api/v1/files", **_upload()).json["id"]
    body = {"kind": kind, "space": "bretagne", "title": "Avec un fichier", "body": "Un texte.", "files": [file_id]}
    made_item = api("mona", "POST", "/api/v1/items", json=body)
    assert made_item.status_code == 201, made_item.json
    item = api("mona", "GET", f"/api/v1/items/{made_item.json['id']}").json
    assert [file["name"] for file in item["files"]] == ["devis.pdf"]


@pytest.mark.parametrize("files", ["12", [True], ["12"], [999_999]])
def test_wrong_ids_are_refused(api, world, files):
    question = world.question()
    answer = api("bruno", "POST", f"/api/v1/items/{question.id}/posts", json={"body": "Voici.", "files": files})
    assert answer.status_code == 422 and "files" in answer.json["errors"]


def test_somebody_else_s_file_is_refused(api, world):
    question = world.question()
    file_id = api("awa", "POST", "/api/v1/files", **_upload()).json["id"]
    answer = api("bruno", "POST", f"/api/v1/items/{question.id}/posts", json={"body": "Voici.", "files": [file_id]})
    assert answer.status_code == 422


def test_who_may_send(api, app, world):
    assert app.test_client().post("/api/v1/files", **_upload()).status_code == 401
    assert api("awa", "POST", "/api/v1/files", scopes=("read",), **_upload()).status_code == 403
    assert api("awa", "POST", "/api/v1/files", data={}).status_code == 422
    refused = api("awa", "POST", "/api/v1/files", **_upload("outil.exe", b"MZ\0\0"))
    assert refused.status_code == 422 and refused.mimetype == "application/problem+json"


def test_a_token_reads_private_files_through_the_api_address_of_items(api, world, as_):
    space = world.private_space("awa")
    file_id = api("awa", "POST", "/api/v1/files", **_upload()).json["id"]
    body = {"space": space.slug, "title": "Entre nous ici", "body": "Un texte.", "files": [file_id]}
    item_id = api("awa", "POST", "/api/v1/items", json=body).json["id"]
    assert api("zoe", "GET", f"/api/v1/items/{item_id}").status_code == 404


def test_it_is_described(app):
    document = app.test_client().get("/api/v1/openapi.json").json
    assert "multipart/form-data" in document["paths"]["/api/v1/files"]["post"]["requestBody"]["content"]
