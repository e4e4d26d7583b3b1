"""A guest lives by mail: each message comes, an answer is posted, one press stops it; a real server takes the letters."""

import re

import pytest
from sqlalchemy import select

from forum.core import outbox
from forum.core.addresses import space_address, stop_token
from forum.core.db import db, transaction
from forum.core.transports import Smtp
from forum.correspondence.commands.receive import receive
from forum.guests.commands import inviting
from forum.guests.models import Guest
from forum.items.commands.reply import reply
from forum.items.models.post import Post
from forum.threads.models import Thread
from tests.correspondence.conftest import written
from tests.guests.conftest import CLAIRE, LINK


def _again(thread) -> Thread:
    return db.session.get_one(Thread, thread.id)


def _posts(thread) -> list[Post]:
    return list(db.session.scalars(select(Post).where(Post.item_id == thread.id).order_by(Post.number)))


def test_each_message_comes_with_its_text_and_an_answer_to_it_is_posted(guests, bureau, world):
    guests.enter(bureau)
    world.reply(_again(bureau), source="Qui connaît le **règlement** ?")
    letter = guests.letters()[-1]
    assert "Qui connaît le **règlement**" in letter.text
    assert f"/guests/to/{bureau.id}?post=3" in letter.text
    assert "parce que vous participez à cette discussion sur invitation" in letter.text
    assert "/guests/mine" in letter.text
    assert "/notifications/settings" not in letter.text
    said = receive(written("Moi. Il le permet.", by=CLAIRE, to=letter.headers["Reply-To"]))
    assert said.word == "posted"
    last = _posts(bureau)[-1]
    assert (last.source, last.author_id, last.reply_to) == ("Moi. Il le permet.", guests.person().id, 3)
    assert all("by-mail" not in each.text for each in guests.letters()), "nothing is offered that guests may not do"


def test_the_letters_link_leads_to_the_message_or_to_the_door(guests, bureau, world, as_):
    claire = guests.enter(bureau)
    place = f"/guests/to/{bureau.id}?post=2"
    assert claire.get(place).headers["Location"] == f"/threads/{bureau.id}-{bureau.slug}?post=2#post-2"
    assert as_(None).get(place).headers["Location"] == "/guests/door"


def test_a_withdrawn_guest_gets_nothing_more_and_their_answer_is_explained(guests, bureau, world):
    guests.enter(bureau)
    world.reply(_again(bureau), source="Avant.")
    address = guests.letters()[-1].headers["Reply-To"]
    with transaction():
        inviting.withdraw(world.actor("mona"), _again(bureau), db.session.scalars(select(Guest)).one())
    before = len(guests.letters())
    world.reply(_again(bureau), source="Après, en privé.")
    assert len(guests.letters()) == before
    said = receive(written("Je réponds quand même.", by=CLAIRE, to=address))
    assert said.word == "explained"
    assert "Je réponds quand même." not in [post.source for post in _posts(bureau)]
    assert "Je réponds quand même." in guests.letters()[-1].text, "the text comes back"


def test_in_public_too_a_withdrawn_guest_hears_nothing_even_when_answered(guests, world):
    question = world.question()
    claire = guests.enter(question)
    claire.post(f"/items/{question.id}/posts", data={"source": "Une piste."})
    with transaction():
        inviting.withdraw(world.actor("awa"), _again(question), db.session.scalars(select(Guest)).one())
    before = len(guests.letters())
    claire.post(f"/items/{question.id}/posts", data={"source": "Encore."})
    with transaction():
        reply(world.actor("bruno"), _again(question), "Merci Claire.", reply_to=2)
    assert len(guests.letters()) == before


@pytest.mark.parametrize("how", ["link", "letter", "word", "page"])
def test_one_press_stops_the_letters_and_not_the_rest(guests, bureau, world, how):
    claire = guests.enter(bureau)
    world.reply(_again(bureau))
    letter = guests.letters()[-1]
    if how == "link":
        stop = re.search(r"/unsubscribe/\S+?(?=>)", letter.headers["List-Unsubscribe"])[0]
        assert stop.endswith(stop_token(guests.person().id, "item", bureau.id))
        guests.as_(None).post(stop, data={"List-Unsubscribe": "One-Click"})
    elif how == "letter":
        to = re.search(r"mailto:([^>]+)", letter.headers["List-Unsubscribe"])[1]
        receive(written("", by=CLAIRE, to=to))
    elif how == "word":
        receive(written("ne plus suivre", by=CLAIRE, to=letter.headers["Reply-To"]))
    else:
        claire.post(f"/items/{bureau.id}/watch", data={"level": "mute"})
    before = len(guests.letters())
    world.reply(_again(bureau))
    assert len(guests.letters()) == before
    assert claire.get(f"/threads/{bureau.id}-{bureau.slug}").status_code == 200
    claire.post(f"/items/{bureau.id}/watch", data={"level": "mail"})
    world.reply(_again(bureau))
    assert len(guests.letters()) == before + 1


def test_a_guest_begins_no_discussion_by_mail(guests, bureau, world):
    guests.enter(bureau)
    said = receive(written("Une question à moi.", by=CLAIRE, to=space_address("bretagne"), subject="Une question"))
    assert said.word == "explained"
    assert len(db.session.scalars(select(Thread)).all()) == 1


def test_the_invitation_leaves_whole_by_a_real_mail_server(guests, bureau, server, as_):
    guests.invite(bureau, name="Claire", greeting="Vous connaissez le règlement.")
    outbox.send_due(Smtp(server.url), "http://127.0.0.1:5000")
    ((to, letter),) = server.taken()
    assert to == CLAIRE
    assert "Awa" in str(letter["From"])
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    path = LINK.search(plain)[0]
    assert path in html
    assert "Nous préparons un" in plain
    claire = as_(None)
    assert claire.post(path, data={"name": "Claire Morvan"}).status_code == 303
    assert claire.get(f"/threads/{bureau.id}-{bureau.slug}").status_code == 200
