"""A guest reads one discussion and answers in it: nothing else, and not a minute longer than they may."""

import pytest
from sqlalchemy import func, select

from forum.core.db import db, transaction
from forum.files.commands import attach, store
from forum.guests.models import Guest
from forum.items.models.post import Post
from forum.people.models import User
from forum.threads.models import Thread
from tests.files.made import picture


def _path(thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def _attached(world, thread) -> str:
    """The address of a picture under its first message."""
    with transaction():
        file = store(world.actor("awa"), "plan.png", picture())
        attach(world.actor("awa"), [file.id], thread.id, 1)
    return f"/files/{file.id}/plan.png"


def _answer(browser, thread, text="Ici la mairie : le règlement le permet."):
    return browser.post(f"/items/{thread.id}/posts", data={"source": text})


def test_looking_at_the_link_changes_nothing_and_the_button_lets_in(guests, bureau):
    guests.invite(bureau, greeting="Vous connaissez le règlement.")
    browser = guests.as_(None)
    assert browser.get(_path(bureau)).status_code == 404
    link = guests.link()
    for _time in range(3):  # programs that guard mailboxes open every link
        asked = browser.get(link)
        assert asked.status_code == 200
        assert asked.headers["Cache-Control"] == "no-store"
        assert "Awa vous invite" in asked.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).where(User.state == "guest")) == 0
    answer = browser.post(link, data={"name": "Claire Morvan"})
    assert answer.headers["Location"] == _path(bureau)
    page = browser.get(_path(bureau)).get_data(as_text=True)
    assert "Réponse numéro 1 de Bruno" in page
    assert 'id="reply-form"' in page
    assert "Vous êtes ici sur invitation" in page


def test_what_a_guest_writes_is_shown_with_their_name_and_that_they_are_one(guests, bureau, as_):
    claire = guests.enter(bureau)
    assert _answer(claire, bureau).status_code == 303
    page = as_("bruno").get(_path(bureau)).get_data(as_text=True)
    assert "le règlement le permet" in page
    assert "Claire Morvan" in page
    assert '<span class="badge">sur invitation</span>' in page
    assert f"/people/{guests.person().handle}" not in page
    assert as_("bruno").get(f"/people/{guests.person().handle}").status_code == 404


def test_a_guest_changes_and_takes_back_what_they_wrote_and_nothing_else(guests, bureau):
    claire = guests.enter(bureau)
    _answer(claire, bureau)
    own, others = f"/items/{bureau.id}/messages/3", f"/items/{bureau.id}/messages/2"
    assert claire.post(f"{own}/edit", data={"source": "Autrement dit : oui.", "version": "1"}).status_code == 303
    assert claire.post(f"{own}/delete").status_code == 303
    assert claire.post(f"{own}/restore").status_code == 303
    assert db.session.scalar(select(Post.source).where(Post.number == 3)) == "Autrement dit : oui."
    assert claire.post(f"{others}/edit", data={"source": "Non.", "version": "1"}).status_code == 401
    assert claire.post(f"{others}/delete").status_code == 401
    assert claire.post(f"{others}/reactions", data={"kind": "thanks", "on": "1"}).status_code == 401


def test_files_of_the_discussion_are_open_to_its_guests_and_no_others(guests, bureau, world):
    claire, file = guests.enter(bureau), _attached(world, bureau)
    other = _attached(world, world.question(space=world.private_space("awa", slug="autre")))
    assert claire.get(file).status_code == 200
    assert guests.as_(None).get(file).status_code == 404
    assert claire.get(other).status_code == 404


@pytest.mark.parametrize(
    "address", ["/notifications/", "/conversations/new", "/items/people?q=b", "/threads/new", "/items/drafts"]
)
def test_a_guest_is_a_visitor_everywhere_else(guests, bureau, address):
    claire, visitor = guests.enter(bureau), guests.as_(None)
    assert claire.get(address).status_code == visitor.get(address).status_code == 303


def test_a_guest_sees_nothing_else_of_a_closed_space_and_answers_nowhere_else(guests, bureau, world, as_):
    other = world.question(space=world.space("bureau"))
    public = world.question()
    claire = guests.enter(bureau)
    assert claire.get(_path(other)).status_code == 404
    assert claire.get("/spaces/bureau").status_code == 404
    assert claire.get("/spaces/bureau/members").status_code == 404
    assert bureau.title not in claire.get("/threads/?space=bureau").get_data(as_text=True)
    assert claire.get(_path(public)).status_code == 200
    assert _answer(claire, public).status_code == 401
    assert _answer(claire, other).status_code == 404
    assert claire.get(f"/threads/{bureau.id}/guests").status_code == 303
    assert claire.post(f"/threads/{bureau.id}/guests", data={"email": "x@example.org"}).status_code == 401


def test_a_withdrawn_guest_is_out_at_once_and_undo_lets_them_in_again(guests, bureau, as_):
    claire = guests.enter(bureau)
    _answer(claire, bureau)
    guest = db.session.scalars(select(Guest)).one()
    place = f"/threads/{bureau.id}/guests/{guest.id}"
    assert as_("mona").post(f"{place}/withdraw").status_code == 303
    assert claire.get(_path(bureau)).status_code == 404
    assert _answer(claire, bureau, "Encore moi.").status_code == 404
    assert "le règlement le permet" in as_("bruno").get(_path(bureau)).get_data(as_text=True), "what they wrote stays"
    assert as_("mona").post(f"{place}/withdraw/undo").status_code == 303
    assert claire.get(_path(bureau)).status_code == 200


def test_a_closed_discussion_is_read_by_its_guests_and_takes_no_answer(guests, bureau, as_):
    claire = guests.enter(bureau)
    as_("mona").post(f"/items/{bureau.id}/close", data={"on": "1", "reason": "Réglé."})
    assert claire.get(_path(bureau)).status_code == 200
    assert _answer(claire, bureau).status_code in (409, 422)


def test_a_guest_who_leaves_is_out_and_gets_no_letter(guests, bureau, world):
    claire = guests.enter(bureau)
    assert claire.post(f"/guests/leave/{bureau.id}").status_code == 303
    before = len(guests.letters())
    world.reply(db.session.get_one(Thread, bureau.id))
    assert len(guests.letters()) == before
    assert claire.get(_path(bureau)).status_code == 404
    assert "Vous n’avez plus d’invitation" in claire.get("/guests/mine").get_data(as_text=True)


def test_a_guest_who_chooses_a_password_has_an_account_with_what_they_wrote(guests, bureau, as_):
    claire = guests.enter(bureau)
    _answer(claire, bureau)
    refused = claire.post("/guests/account", data={"name": "Claire Morvan", "password": "court"})
    assert refused.status_code == 422
    made = claire.post("/guests/account", data={"name": "Claire Morvan", "password": "une phrase assez longue"})
    assert made.status_code == 303
    assert claire.get("/notifications/").status_code == 200
    assert claire.get(_path(bureau)).status_code == 200, "the invitation goes on"
    page = as_("bruno").get(_path(bureau)).get_data(as_text=True)
    assert f"/people/{guests.person().handle}" in page
    assert "sur invitation" not in page.split('id="post-3"')[1].split("</article>")[0]
    elsewhere = guests.as_(None)
    signed = elsewhere.post("/login", data={"login": guests.person().email, "password": "une phrase assez longue"})
    assert signed.status_code == 303


def test_signing_up_with_a_guests_address_gives_them_a_link_and_nobody_else_their_messages(guests, bureau):
    guests.enter(bureau)
    thief = guests.as_(None)
    data = {"name": "Voleur", "email": guests.person().email, "password": "le mot du voleur"}
    assert thief.post("/signup", data=data).status_code == 200
    assert (guests.person().name, guests.person().state, guests.person().password_hash) == (
        "Claire Morvan",
        "guest",
        "",
    )
    letter = guests.letters()[-1]
    path = "/password/" + letter.text.split("/password/")[1].split()[0]
    assert guests.as_(None).post(path, data={"password": "une phrase assez longue"}).status_code == 303
    assert guests.person().state == "active"


def test_being_erased_takes_name_and_address_away_and_leaves_the_words(guests, bureau, as_):
    claire = guests.enter(bureau)
    _answer(claire, bureau)
    told = claire.get("/guests/data").get_json()
    assert told["messages"][0]["text"].startswith("Ici la mairie")
    assert told["email"] == guests.person().email
    assert claire.post("/guests/erase").status_code == 303
    page = as_("mona").get(_path(bureau)).get_data(as_text=True)
    assert "le règlement le permet" in page
    assert "Claire" not in page
    assert "Claire" not in as_("mona").get(f"/threads/{bureau.id}/guests").get_data(as_text=True)
    assert db.session.scalar(select(func.count()).where(User.email.like("claire%"))) == 0
    assert db.session.scalar(select(func.count()).where(Guest.email.like("claire%"))) == 0


def test_the_page_costs_no_more_for_guests_and_their_hosts(guests, world, as_, queries):
    question = world.question(replies=3)
    claire = guests.enter(question)
    for browser, most in ((claire, 8), (as_("awa"), 8), (as_("mona"), 8)):
        queries.clear()
        assert browser.get(_path(question)).status_code == 200
        assert len(queries) <= most, queries


def test_members_see_who_reads_along(guests, bureau, as_, world):
    claire = guests.enter(bureau)
    summary = f"/items/{bureau.id}/summary"
    assert "Claire Morvan" in as_("bruno").get(summary).get_data(as_text=True)
    assert "1 personne sur invitation" in as_("bruno").get(summary).get_data(as_text=True)
    claire.post(f"/guests/leave/{bureau.id}")
    assert "Claire" not in as_("bruno").get(summary).get_data(as_text=True)


def test_an_invitation_that_a_newer_one_replaced_is_not_taken_up_again(guests, bureau, as_):
    place = f"/threads/{bureau.id}/guests/{guests.invite(bureau)}/withdraw"
    assert as_("awa").post(place).status_code == 303
    guests.invite(bureau)
    assert as_("awa").post(f"{place}/undo").status_code == 409
