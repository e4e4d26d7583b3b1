"""Who may write to whom: blocks, choices, newcomers, limits, the switch of the installation."""

import pytest
from sqlalchemy import select

from forum.conversations import policy
from forum.conversations.models import Block, Conversation
from forum.core.db import db, transaction
from forum.items.kinds import path
from forum.notifications.models import Notification
from tests.conversations.made import conversation

CLOSED = "ne reçoit pas de messages"


def _writes(as_, who, to):
    return as_(who).post("/conversations/new", data={"to": to, "title": "Un sujet", "source": "Bonjour à vous."})


def _block(as_, who, whom, on=1):
    assert as_(who).post(f"/conversations/blocks/{whom}", data={"on": on}).status_code == 303


def test_whoever_is_blocked_neither_begins_nor_goes_on_and_is_not_told(world, as_):
    made = conversation(world, "zoe", "awa")
    _block(as_, "awa", "zoe")
    begun = _writes(as_, "zoe", "awa")
    assert begun.status_code == 422 and CLOSED in begun.get_data(as_text=True)
    assert as_("zoe").post(f"/items/{made.id}/posts", data={"source": "Encore moi."}).status_code == 403
    for address in (path(made), "/people/awa", "/notifications/", "/conversations/settings"):
        html = as_("zoe").get(address).get_data(as_text=True)
        assert "bloqu" not in html.lower().replace("bloquez", "").replace("bloquer", "").replace(
            "on bloque quelqu’un", ""
        ), address
    world.follow()
    assert db.session.scalars(select(Notification).where(Notification.user_id == world.user("zoe").id)).all() == []


def test_a_block_a_choice_and_a_departure_are_told_in_the_same_words(world, as_):
    said = []
    _block(as_, "awa", "zoe")
    said.append(_writes(as_, "zoe", "awa").get_data(as_text=True).count(CLOSED))
    _block(as_, "awa", "zoe", on=0)
    as_("awa").post("/conversations/settings", data={"from_whom": "nobody"})
    said.append(_writes(as_, "zoe", "awa").get_data(as_text=True).count(CLOSED))
    assert said[0] == said[1] > 0


def test_the_settings_list_the_blocks_and_take_them_back(world, as_):
    _block(as_, "awa", "zoe")
    _block(as_, "awa", "zoe")
    assert "Zoé" in as_("awa").get("/conversations/settings").get_data(as_text=True)
    blocked = _writes(as_, "awa", "zoe")
    assert blocked.status_code == 422 and "réglages" in blocked.get_data(as_text=True)
    _block(as_, "awa", "zoe", on=0)
    assert db.session.scalars(select(Block)).all() == []
    assert _writes(as_, "awa", "zoe").status_code == 303
    assert as_("awa").post("/conversations/blocks/awa", data={"on": 1}).status_code in (400, 422)


def test_the_blocked_call_the_blocker_in_vain(world, as_):
    _block(as_, "awa", "zoe")
    question = world.question(by="bruno")
    world.reply(question, by="zoe", source="Qu’en dis-tu, @awa ? Et toi @mona ?")
    world.follow()
    told = db.session.scalars(select(Notification.user_id).where(Notification.reason == "mention")).all()
    assert told == [world.user("mona").id]


def test_among_several_a_block_only_silences_for_the_blocker(world, as_):
    made = conversation(world, "bruno", "awa", "zoe")
    _block(as_, "awa", "zoe")
    world.reply(made, by="zoe", source="Un mot de Zoé.")
    world.follow()
    told = db.session.scalars(select(Notification.user_id).where(Notification.number == 2)).all()
    assert told == [world.user("bruno").id]


def test_nobody_brings_the_blocked_back_through_a_third_person(world, as_):
    made = conversation(world, "bruno", "awa")
    _block(as_, "awa", "zoe")
    added = as_("bruno").post(f"/conversations/{made.id}/people", data={"to": "zoe"})
    assert added.status_code == 422 and CLOSED in added.get_data(as_text=True)


@pytest.mark.parametrize(
    ("choice", "who", "status"),
    [("all", "zoe", 303), ("spaces", "zoe", 422), ("spaces", "bruno", 303), ("nobody", "bruno", 422)],
)
def test_everybody_chooses_who_may_write_to_them(world, as_, choice, who, status):
    as_("awa").post("/conversations/settings", data={"from_whom": choice})
    assert _writes(as_, who, "awa").status_code == status


def test_those_who_keep_a_space_can_always_be_written_to(world, as_):
    for keeper in ("mona", "corinne", "stef", "ada"):
        as_(keeper).post("/conversations/settings", data={"from_whom": "nobody"})
        assert _writes(as_, "zoe", keeper).status_code == 303
    assert "quoi que vous choisissiez" in as_("mona").get("/conversations/settings").get_data(as_text=True)


def test_a_newcomer_writes_to_keepers_and_to_those_who_wrote_first(world, as_):
    refused = _writes(as_, "nour", "bruno")
    assert refused.status_code == 422 and "Bonjour à vous." in refused.get_data(as_text=True)
    assert _writes(as_, "nour", "mona").status_code == 303
    conversation(world, "bruno", "nour")
    assert _writes(as_, "nour", "bruno").status_code == 303


def test_a_newcomer_begins_three_a_day(world, as_):
    answers = [_writes(as_, "nour", to).status_code for to in ("mona", "corinne", "stef", "ada")]
    assert answers == [303, 303, 303, 422]


def test_a_newcomers_links_wait_for_nobody_between_people(world, as_):
    made = conversation(world, "bruno", "nour")
    as_("nour").post(f"/items/{made.id}/posts", data={"source": "Voyez https://exemple.fr/devis"})
    assert "exemple.fr/devis" in as_("bruno").get(path(made)).get_data(as_text=True)


def test_what_one_says_in_private_makes_nobody_a_member(world, as_):
    from forum.core import clock

    made = conversation(world, "bruno", "nour")
    for number in range(4):
        as_("nour").post(f"/items/{made.id}/posts", data={"source": f"Message {number}."})
    clock.set_for_tests(clock.now().replace(year=clock.now().year + 1))
    world.reply(made, by="nour", source="Un an après.")
    world.follow()
    assert world.user("nour").trust == 0


def test_a_suspended_account_receives_nothing(world, as_):
    with transaction():
        world.user("bruno").state = "suspended"
    assert _writes(as_, "awa", "bruno").status_code == 422


def test_an_installation_may_have_none(world, as_):
    made = conversation(world)
    policy.allow(False)
    try:
        assert _writes(as_, "awa", "bruno").status_code == 403
        assert as_("awa").post(f"/items/{made.id}/posts", data={"source": "Encore."}).status_code == 403
        assert "conversations/new" not in as_("awa").get("/people/bruno").get_data(as_text=True)
        html = as_("bruno").get(path(made)).get_data(as_text=True)
        assert "relire notre budget" in html and "reply-source" not in html
    finally:
        policy.allow(True)
    assert len(db.session.scalars(select(Conversation)).all()) == 1


def test_the_switch_is_a_setting_of_the_installation(tmp_path):
    from forum import config

    there = {"FORUM_DATA_DIR": str(tmp_path)}
    assert config.load(there).conversations
    assert not config.load({**there, "FORUM_CONVERSATIONS": "off"}).conversations
    with pytest.raises(config.SettingError, match="FORUM_CONVERSATIONS"):
        config.load({**there, "FORUM_CONVERSATIONS": "maybe"})


def test_ones_own_last_message_is_read_however_it_was_sent(world, as_):
    made = conversation(world)
    world.reply(made, by="bruno", source="Par mail, disons.")
    assert "talk--unread" not in as_("bruno").get("/conversations/").get_data(as_text=True)
    assert "talk--unread" in as_("awa").get("/conversations/").get_data(as_text=True)
