"""How files leave: with the rights of their message, and so that nothing in them can run."""

import pytest

from forum.core.db import db, transaction
from forum.files import commands
from forum.items.commands.state import set_state
from forum.items.models.item import Item
from forum.items.policy import Message
from tests.files import made


def _attached(world, item, name="photo.jpg", data=None, number=1, by="awa") -> str:
    """The address of a file that is attached to a message."""
    file = commands.store(world.actor(by), name, data or made.photo())
    with transaction():
        commands.attach(world.actor(by), [file.id], item.id, number)
    return f"/files/{file.id}/{file.name}"


def test_a_public_picture_is_kept_by_browsers(world, as_):
    answer = as_(None).get(_attached(world, world.question()))
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert "immutable" in answer.headers["Cache-Control"] and "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("size", [320, 800, 1600])
def test_lighter_copies(world, as_, size):
    address = _attached(world, world.question()).rsplit("/", 1)[0]
    answer = as_(None).get(f"{address}/{size}.webp")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    again = as_(None).get(f"{address}/{size}.webp", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [("photo.jpg", None, True), ("a.pdf", made.PDF, True), ("a.odt", made.odt(), False), ("a.docx", made.docx(), False),
     ("a.csv", made.CSV, False), ("a.txt", b"bonjour", False)],
)  # fmt: skip
def test_nothing_that_is_served_can_run(world, as_, name, data, shown):
    answer = as_(None).get(_attached(world, world.question(), name, data))
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert ("sandbox" in answer.headers["Content-Security-Policy"]) is (name != "a.pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")


@pytest.mark.parametrize(
    ("who", "status"), [("awa", 200), ("bruno", 200), ("ada", 200), ("mona", 404), ("zoe", 404), (None, 404)]
)
def test_a_private_file_is_for_those_who_may_read_its_message(world, as_, who, status):
    space = world.private_space("awa", "bruno")
    address = _attached(world, world.question(space=space))
    answer = as_(who).get(address)
    assert answer.status_code == status
    assert as_(who).get(f"{address.rsplit('/', 1)[0]}/320.webp").status_code == status
    if status == 200:
        assert answer.headers["Cache-Control"].startswith("private")


@pytest.mark.parametrize(("who", "status"), [("awa", 200), ("bruno", 404), ("mona", 404), ("ada", 404), (None, 404)])
def test_what_is_not_sent_yet_is_its_owner_s(world, as_, who, status):
    file = commands.store(world.actor("awa"), "a.csv", made.CSV)
    assert as_(who).get(f"/files/{file.id}/a.csv").status_code == status


@pytest.mark.parametrize(
    ("state", "seen_by"),
    [("hidden", {"bruno", "mona"}), ("pending", {"bruno", "mona"}), ("deleted", {"bruno", "mona"})],
)
@pytest.mark.parametrize("number", [1, 2])
def test_a_file_is_hidden_with_its_message(world, as_, state, seen_by, number):
    question = world.question(by="bruno", replies=1)
    address = _attached(world, question, number=number, by="bruno")
    from forum.items.models.post import Post

    row = question if number == 1 else db.session.query(Post).filter_by(item_id=question.id, number=2).one()
    with transaction():
        item = db.session.get(Item, question.id)
        set_state(Message(item, number, item if number == 1 else row), state, actor_id=None, event="post.hidden")
    for who in ("bruno", "mona", "awa", "zoe", None):
        assert as_(who).get(address).status_code == (200 if who in seen_by else 404), who


def test_a_file_follows_its_item_into_a_private_space(world, as_):
    question = world.question()
    address = _attached(world, question)
    assert as_(None).get(address).status_code == 200
    space = world.private_space("awa")
    with transaction():
        db.session.get(Item, question.id).space_id = space.id
    assert as_(None).get(address).status_code == 404
    assert as_("awa").get(address).status_code == 200


def test_a_part_of_a_pdf(world, as_):
    address = _attached(world, world.question(), "a.pdf", made.PDF)
    answer = as_(None).get(address, headers={"Range": "bytes=0-4"})
    assert (answer.status_code, answer.data) == (206, b"%PDF-")
    assert answer.headers["Content-Range"] == f"bytes 0-4/{len(made.PDF)}"
    assert as_(None).get(address, headers={"Range": "bytes=999999-"}).status_code == 416


def test_low_data_mode_gives_links(world, as_):
    question = world.question()
    file = commands.store(world.actor("bruno"), "puits.jpg", made.photo(), alt="Le puits")
    other = commands.store(world.actor("bruno"), "champ.jpg", made.photo(700, 300), alt="Le champ")
    data = {"source": f"Voici ![Le puits](file:{file.id})", "file": [file.id, other.id]}
    as_("bruno").post(f"/items/{question.id}/posts", data=data)
    address = f"/threads/{question.id}-{question.slug}"
    for who in (None, "awa"):
        usual = as_(who).get(address).get_data(as_text=True)
        light = as_(who).get(address, headers={"Save-Data": "on"}).get_data(as_text=True)
        assert f'<img src="/files/{file.id}/800.webp"' in usual
        assert '<img src="/files/' not in light
        assert f'href="/files/{file.id}/800.webp"' in light and "Le puits" in light and "Le champ" in light


def test_a_name_in_the_address_changes_nothing(world, as_):
    address = _attached(world, world.question())
    assert as_(None).get(address.rsplit("/", 1)[0] + "/x.html").mimetype == "image/jpeg"
    assert as_(None).get("/files/999999/x.jpg").status_code == 404


def test_a_lost_content_is_no_page(world, as_):
    from forum.files.storage import storage

    question = world.question()
    file = commands.store(world.actor("awa"), "perdu.txt", b"un texte perdu")
    with transaction():
        commands.attach(world.actor("awa"), [file.id], question.id, 1)
    storage().remove(file.sha256)
    assert as_(None).get(f"/files/{file.id}/perdu.txt").status_code == 404


@pytest.mark.parametrize(("who", "most"), [(None, 8), ("awa", 9)])
def test_the_files_of_a_page_cost_no_query(world, as_, queries, who, most):
    costs = []
    for attached in (0, 3):
        question = world.question(replies=3)
        for number in range(1, attached + 1):
            _attached(world, question, "a.jpg", made.photo(400 + number, 300), number=number)
            _attached(world, question, "b.csv", made.CSV + bytes([65 + number]), number=number)
        browser = as_(who)
        queries.clear()
        html = browser.get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
        costs.append(len(queries))
        assert html.count('class="document-link"') == attached
    assert costs[0] == costs[1] <= most, "\n".join(queries)


def test_a_file_costs_few_queries(world, as_, queries):
    address = _attached(world, world.question())
    browser = as_(None)
    queries.clear()
    browser.get(address)
    assert len(queries) == 2
