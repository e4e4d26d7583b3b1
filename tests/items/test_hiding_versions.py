"""What was let slip and edited out since can be taken out of the history too."""

import pytest

from forum.core.db import transaction
from forum.items.commands.edit import edit
from forum.items.policy import Message
from forum.items.queries.heads import message

SLIP = "Appelez le 06 12 34 56 78."


@pytest.fixture
def slip(world):
    """The address of the history of Bruno's reply, from which a telephone number was edited out."""
    question = world.question(replies=1)
    found = message(question, 2, world.actor("bruno"))
    with transaction():
        edit(world.actor("bruno"), found, source=SLIP, version=1)
    with transaction():
        edit(world.actor("bruno"), found, source="Écrivez-moi ici.", version=2)
    return f"/items/{question.id}/messages/2/history"


def text(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(("who", "status"), [("bruno", 303), ("mona", 303), ("awa", 403), ("zoe", 403), (None, 401)])
def test_its_author_and_keepers_hide_it(as_, slip, who, status):
    assert as_(who).post(f"{slip}/2/hide", data={"reason": "numéro personnel"}).status_code == status


def test_nobody_reads_it_any_more_neither_alone_nor_in_a_difference(as_, slip):
    assert "06 12" in text(as_(None), f"{slip}?version=2").replace("</ins>", "").replace("<ins>", "")
    as_("bruno").post(f"{slip}/2/hide")
    for who in (None, "awa", "bruno", "mona"):
        for query in ("", "?version=2", "?version=3&with=2", "?version=1"):
            assert "06 12" not in text(as_(who), slip + query), f"{who} at {query}"
    assert "masqué<" in text(as_("awa"), slip), "that there was one is said"
    assert as_("bruno").post(f"{slip}/2/restore").status_code == 404


def test_it_is_written_under_the_message_and_keepers_put_it_back(world, as_, slip):
    as_("mona").post(f"{slip}/2/hide", data={"reason": "numéro personnel"})
    thread = f"/threads/{slip.split('/')[2]}"
    html = as_("awa").get(thread, follow_redirects=True).get_data(as_text=True)
    assert "Mona a masqué une ancienne version du message 2" in html and "numéro personnel" in html
    assert as_("bruno").post(f"{slip}/2/hide/undo").status_code == 403, (
        "its author does not bring back what a keeper hid"
    )
    assert as_("mona").post(f"{slip}/2/hide/undo").status_code == 303
    assert "06 12" in text(as_(None), f"{slip}?version=2")


def test_the_present_text_is_changed_first(as_, slip):
    assert as_("bruno").post(f"{slip}/3/hide").status_code == 409
    assert as_("bruno").post(f"{slip}/9/hide").status_code == 404


def test_what_is_private_between_people_has_no_keeper(world, slip, as_):
    question = world.question(space=world.private_space("zoe", "awa"))
    with transaction():
        edit(world.actor("awa"), Message(question, 1, question), source="Autre texte.", version=1)
    assert as_("bruno").post(f"/items/{question.id}/messages/1/history/1/hide").status_code == 404
