"""Everything, first messages, summary, nothing: on publications, spaces, themes and territories; the nearest wins."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.items.commands.reply import reply
from forum.items.commands.state import delete
from forum.items.commands.watch import watch
from forum.items.models.around import Watch
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.notifications.following import followed
from forum.notifications.models import Notification
from forum.notifications.queries import told as page_of
from forum.territories.queries import theme, tree
from tests.notifications.test_telling import follow, told


def places(world) -> dict[str, tuple[str, int]]:
    return {
        "space": ("space", world.space().id), "theme": ("theme", theme("eau-assainissement").id),
        "department": ("territory", tree().codes["dep-29"].id), "region": ("territory", tree().codes["reg-53"].id),
    }  # fmt: skip


def ask(world, **more):
    at = places(world)
    return world.question(themes=[at["theme"][1]], territories=[at["department"][1]], **more)


@pytest.mark.parametrize(
    ("near", "far"), [("space", "theme"), ("theme", "department"), ("department", "region"), ("space", "region")]
)
def test_the_nearest_choice_wins(world, near, far):
    at = places(world)
    follow(world, "zoe", *at[near], "mute")
    follow(world, "zoe", *at[far], "all")
    follow(world, "corinne", *at[near], "all")
    follow(world, "corinne", *at[far], "mute")
    ask(world)
    assert told(world, "item.published") == {"corinne": "watch"}


def test_first_messages_only(world):
    follow(world, "zoe", "space", world.space().id, "first")
    world.question(replies=2)
    assert told(world, "item.published") == {"zoe": "watch"}
    assert "zoe" not in told(world)


def test_what_is_muted_tells_nothing_but_a_mention(world):
    question = world.question()
    first = world.reply(question, by="zoe")
    number, item_id = first.number, question.id
    follow(world, "zoe", "item", item_id, "mute")
    with transaction():
        reply(world.actor("bruno"), question, f"> **Zoé** ([#2](/threads/{item_id}-x?post=2#post-2))", reply_to=number)
    assert "zoe" not in told(world)
    with transaction():
        reply(world.actor("bruno"), db.session.get(Item, item_id), "Et vous, @zoe ?", reply_to=number)
    assert told(world)["zoe"] == "mention"


def test_a_quotation_tells_whoever_is_quoted(world):
    question = world.question()
    world.reply(question, by="zoe")
    quotation = f"> **Zoé** ([#2](/threads/{question.id}-x?post=2#post-2))\n>\n> Une piste.\n\nOui."
    world.reply(question, by="corinne", source=quotation)
    assert told(world)["zoe"] == "quote"


def test_in_my_summary_is_neither_in_the_list_nor_in_the_bell(world, as_):
    follow(world, "zoe", "space", world.space().id, "digest")
    world.question(replies=1)
    world.follow()
    kept = db.session.scalars(select(Notification.reason).where(Notification.user_id == world.user("zoe").id)).all()
    assert kept == ["digest", "digest"]
    assert page_of(world.actor("zoe")).rows == []
    assert 'class="count"' not in as_("zoe").get("/notifications/").get_data(as_text=True)


def test_everything_i_follow_stands_on_one_page_and_is_changed_there(world, as_):
    at = places(world)
    for place in at.values():
        follow(world, "zoe", *place, "all")
    question = world.question()
    follow(world, "zoe", "item", question.id, "mute")
    title, browser = question.title, as_("zoe")
    html = browser.get("/notifications/following").get_data(as_text=True)
    for name in (title, "Bretagne", "Finistère"):
        assert name in html
    subject, number = at["space"]
    answer = browser.post(f"/notifications/following/{subject}/{number}", data={"level": "digest", "from": "list"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/notifications/following")
    db.session.expire_all()
    assert db.session.get(Watch, (world.user("zoe").id, subject, number)).level == "digest"
    browser.post(f"/notifications/following/{subject}/{number}", data={"level": ""})
    db.session.expire_all()
    assert db.session.get(Watch, (world.user("zoe").id, subject, number)) is None
    assert browser.post(f"/notifications/following/{subject}/{number}", data={"level": "x"}).status_code == 422


def test_a_theme_or_a_territory_is_chosen_on_that_page(world, as_):
    number = places(world)["region"][1]
    answer = as_("zoe").post("/notifications/following", data={"place": f"territory/{number}", "level": "first"})
    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.get(Watch, (world.user("zoe").id, "territory", number)).level == "first"
    assert as_("zoe").post("/notifications/following", data={"place": "space/999", "level": "all"}).status_code == 404


def test_pages_of_what_i_follow_come_one_after_the_other(world):
    with transaction():
        for node in list(tree().nodes.values())[:45]:
            watch(world.actor("zoe"), "territory", node.id, "all")
        watch(world.actor("zoe"), "space", world.space().id, "mail")
    first = followed(world.actor("zoe"))
    second = followed(world.actor("zoe"), key=first.next)
    rows = [*first.rows, *second.rows]
    assert (len(first.rows), len(rows), second.next) == (30, 46, None)
    assert len({(row.subject, row.id) for row in rows}) == 46
    assert [row.level for row in rows if row.subject == "space"] == ["mail"]


def test_what_one_may_no_longer_read_is_not_listed_and_cannot_be_followed(world, as_):
    space = world.private_space("awa", "bruno")
    question = world.question(space=space)
    follow(world, "zoe", "item", question.id)
    follow(world, "zoe", "space", space.id)
    assert followed(world.actor("zoe")).rows == []
    for address in (f"/notifications/following/space/{space.id}", f"/notifications/following/item/{question.id}"):
        assert as_("zoe").post(address, data={"level": "all"}).status_code == 404


def test_keepers_are_not_shown_as_followed_what_is_deleted(world):
    question = world.question()
    follow(world, "mona", "item", question.id)
    assert len(followed(world.actor("mona")).rows) == 1
    with transaction():
        delete(world.actor("mona"), Message(question, 1, question))
    assert followed(world.actor("mona")).rows == []


@pytest.mark.parametrize(
    "address",
    [
        "/spaces/bretagne",
        "/territories/reg-53",
        "/threads/?theme=eau-assainissement",
        "/needs/?theme=eau-assainissement",
    ],
)
def test_places_offer_to_follow_them_to_members_only(world, as_, address):
    assert 'class="menu follow"' in as_("zoe").get(address).get_data(as_text=True)
    assert 'class="menu follow"' not in as_(None).get(address).get_data(as_text=True)


def test_an_item_offers_its_levels_and_says_what_was_chosen(world, as_):
    question = world.question()
    number, browser = question.id, as_("zoe")
    answer = browser.post(f"/items/{number}/watch", data={"level": "mail"}, headers={"HX-Request": "true"})
    assert 'value="mail" aria-pressed="true"' in answer.get_data(as_text=True)
    db.session.expire_all()
    kept = db.session.get(Watch, (world.user("zoe").id, "item", number))
    assert (kept.level, kept.by_mail) == ("all", True)


def test_the_bell_answers_only_when_its_count_changed(world, as_, queries):
    world.question(replies=2)
    world.follow()
    browser = as_("awa")
    queries.clear()
    assert browser.get("/notifications/bell?shown=2").status_code == 204
    assert len(queries) <= 3, queries
    answer = browser.get("/notifications/bell?shown=0")
    assert 'class="count">2' in answer.get_data(as_text=True)
    assert as_(None).get("/notifications/bell").status_code == 303
