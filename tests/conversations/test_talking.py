"""Beginning a conversation, going on, its people, what it costs."""

import pytest
from sqlalchemy import select

from forum.conversations.commands.people import add
from forum.conversations.models import Conversation
from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.mail import Mail
from forum.items.kinds import path
from forum.items.queries.heads import head
from forum.notifications.models import Notification
from tests.conversations.made import conversation


def test_awa_writes_to_bruno_from_his_page_and_he_answers(world, as_):
    assert "/conversations/new?to=bruno" in as_("awa").get("/people/bruno").get_data(as_text=True)
    form = as_("awa").get("/conversations/new?to=bruno").get_data(as_text=True)
    assert 'value="@bruno"' in form
    sent = as_("awa").post(
        "/conversations/new", data={"to": "@bruno", "title": "Notre budget", "source": "Tu relis ce soir."}
    )
    assert sent.status_code == 303
    page = sent.headers["Location"]
    assert page.startswith("/conversations/")
    made = db.session.scalars(select(Conversation)).one()
    assert "Tu relis ce soir." in as_("bruno").get(page).get_data(as_text=True)
    answered = as_("bruno").post(f"/items/{made.id}/posts", data={"source": "Oui, ce soir."})
    assert answered.status_code == 303
    assert "Oui, ce soir." in as_("awa").get(page).get_data(as_text=True)
    assert made.title in as_("awa").get("/conversations/new?to=bruno").get_data(as_text=True)


@pytest.mark.parametrize(
    ("to", "status"),
    [("bruno", 303), ("Bruno, @zoe; Mona", 303), ("Zoé", 303), ("", 422), ("personne", 422), ("awa", 422)],
)
def test_people_are_named_by_handle_or_by_name(world, as_, to, status):
    answer = as_("awa").post("/conversations/new", data={"to": to, "source": "Bonjour à vous."})
    assert answer.status_code == status
    if status == 422:
        assert "Bonjour à vous." in answer.get_data(as_text=True)


def test_names_are_completed_while_they_are_typed(world, as_):
    assert as_("awa").get("/conversations/people?q=zo").json == [{"handle": "zoe", "name": "Zoé"}]
    assert as_("awa").get("/conversations/people?q=z").json == []
    assert as_("awa").get("/conversations/people?q=%25").json == []
    assert as_(None).get("/conversations/people?q=zo").status_code in (303, 401)


def test_without_a_subject_the_first_words_stand_for_it(world, as_):
    as_("awa").post("/conversations/new", data={"to": "bruno", "source": "Le **devis** du puits est arrivé."})
    assert db.session.scalars(select(Conversation)).one().title == "Le devis du puits est arrivé."


def test_ten_people_at_most(world, as_):
    made = conversation(world, "awa", "bruno", "mona", "corinne", "stef", "zoe", "ada", "nour")
    with transaction():
        for number in range(3):
            from forum.people.models import User

            db.session.add(User(handle=f"p{number}", name=f"P{number}", state="active", trust=1))
    for number in range(2):
        assert as_("awa").post(f"/conversations/{made.id}/people", data={"to": f"p{number}"}).status_code == 303
    last = as_("awa").post(f"/conversations/{made.id}/people", data={"to": "p2"})
    assert last.status_code == 422


def test_somebody_added_reads_all_and_all_are_told(world, as_):
    made = conversation(world)
    world.follow()
    made = db.session.get(Conversation, 1) or db.session.scalars(select(Conversation)).one()
    page, number = path(made), made.id
    assert "depuis le début" in as_("awa").get(page).get_data(as_text=True)
    assert as_("zoe").get(page).status_code == 404
    assert as_("bruno").post(f"/conversations/{number}/people", data={"to": "zoe"}).status_code == 303
    world.follow()
    assert "relire notre budget" in as_("zoe").get(page).get_data(as_text=True)
    rows = select(Notification.user_id).where(Notification.name == "conversation.joined")
    assert set(db.session.scalars(rows)) == {world.user("awa").id, world.user("zoe").id}
    letters = db.session.scalars(select(Mail.recipient)).all()
    assert sorted(letters) == ["bruno@example.org", "zoe@example.org"]
    assert as_("mona").post(f"/conversations/{number}/people", data={"to": "stef"}).status_code == 404


def test_whoever_leaves_reads_no_more_and_is_not_put_back(world, as_):
    made = conversation(world, "awa", "bruno", "zoe")
    world.reply(made, by="bruno", source="Un avis de Bruno.")
    page, number = path(made), made.id
    assert as_("bruno").post(f"/conversations/{number}/leave").status_code == 303
    assert as_("bruno").get(page).status_code == 404
    html = as_("zoe").get(page).get_data(as_text=True)
    assert "Un avis de Bruno." in html and "a quitté la conversation" in html
    again = as_("awa").post(f"/conversations/{number}/people", data={"to": "bruno"})
    assert again.status_code == 422
    assert as_("bruno").post(f"/items/{number}/posts", data={"source": "Encore."}).status_code == 404
    made = db.session.get(Conversation, number)
    world.reply(made, by="zoe", source="Bruno est parti.")
    world.follow()
    told = db.session.scalars(select(Notification.user_id).where(Notification.number == 3)).all()
    assert told == [world.user("awa").id]


def test_the_last_one_there_speaks_to_nobody(world, as_):
    made = conversation(world)
    as_("bruno").post(f"/conversations/{made.id}/leave")
    html = as_("awa").get(path(made)).get_data(as_text=True)
    assert "ne reçoit pas de messages" in html and "reply-source" not in html
    assert as_("awa").post(f"/items/{made.id}/posts", data={"source": "Tu es là ?"}).status_code == 403


def test_anybody_in_it_renames_it_and_old_addresses_lead_there(world, as_):
    made = conversation(world)
    old = path(made)
    assert as_("bruno").post(f"/conversations/{made.id}/title", data={"title": "Budget et devis"}).status_code == 303
    moved = as_("awa").get(old)
    assert moved.status_code == 302 and moved.headers["Location"].endswith("budget-et-devis")
    assert as_("bruno").post(f"/conversations/{made.id}/title", data={"title": "B"}).status_code == 422


def test_unread_ones_are_marked_until_they_are_read(world, as_):
    made = conversation(world)
    page = path(made)
    assert "talk--unread" in as_("bruno").get("/conversations/").get_data(as_text=True)
    assert "talk--unread" not in as_("awa").get("/conversations/").get_data(as_text=True)
    as_("bruno").get(page)
    assert "talk--unread" not in as_("bruno").get("/conversations/").get_data(as_text=True)
    world.reply(made, by="awa", source="Et le devis ?")
    assert "talk--unread" in as_("bruno").get("/conversations/").get_data(as_text=True)


def test_everybody_is_told_at_once_with_the_text_unless_they_muted_it(world, as_):
    made = conversation(world, "awa", "bruno", "zoe")
    assert as_("zoe").post(f"/items/{made.id}/watch", data={"level": "mute"}).status_code == 303
    world.reply(made, by="awa", source="La réunion est à dix heures.")
    world.follow()
    letters = select(Mail.recipient).where(Mail.text.contains("dix heures"))
    assert db.session.scalars(letters).all() == ["bruno@example.org"]


def test_the_text_that_opens_it_stays(world, as_):
    made = conversation(world)
    assert as_("awa").post(f"/items/{made.id}/messages/1/delete").status_code == 403
    assert as_("awa").post(f"/items/{made.id}/messages/1/edit", data={"source": "Mieux dit.", "title": made.title,
                           "version": 1}).status_code == 303  # fmt: skip


def test_replies_arrive_alone_and_a_draft_is_kept(world, as_):
    made = conversation(world)
    browser = as_("bruno")
    stamp = head(made.id, world.actor("bruno")).stamp
    assert browser.get(f"/items/{made.id}/stamp?is={stamp}").status_code == 204
    world.reply(made, by="awa", source="Du neuf.")
    assert browser.get(f"/items/{made.id}/stamp?is={stamp}").status_code == 200
    assert "Du neuf." in browser.get(f"/items/{made.id}/new?after=1").get_data(as_text=True)
    browser.post("/items/drafts", data={"place": f"item/{made.id}", "source": "À moitié écrit"})
    assert "À moitié écrit" in browser.get(path(made)).get_data(as_text=True)


def test_a_page_costs_ten_queries_a_list_eight_whatever_their_length(world, as_, queries):
    made = conversation(world, "awa", "bruno", "zoe")
    page, costs, lists = path(made), [], []
    browser = as_("bruno")
    for replies in (2, 18):
        for each in range(replies):
            world.reply(made, by="awa", source=f"Message {each}.")
            conversation(world, "zoe", "bruno") if each == 5 else None
        browser.get(page)
        queries.clear()
        assert browser.get(page).status_code == 200
        costs.append(len(queries))
        queries.clear()
        browser.get("/conversations/")
        lists.append(len(queries))
    assert costs[0] == costs[1] <= 10, queries
    assert lists[0] == lists[1] <= 8, queries


def test_the_list_is_paged_by_key(world, as_, queries):
    with transaction():
        from forum.conversations.commands import begin as beginning

        beginning.A_DAY[False] = 100
    try:
        for number in range(23):
            conversation(world, "awa", "bruno", title=f"Sujet numéro {number:02}")
    finally:
        beginning.A_DAY[False] = 20
    first = as_("bruno").get("/conversations/").get_data(as_text=True)
    following = first.split('href="/conversations/?cursor=')[1].split('"')[0]
    second = as_("bruno").get(f"/conversations/?cursor={following}").get_data(as_text=True)
    seen = [n for n in range(23) if f"Sujet numéro {n:02}" in first] + [
        n for n in range(23) if f"Sujet numéro {n:02}" in second
    ]
    assert sorted(seen) == list(range(23))


def test_nobody_is_put_in_twice(world):
    made = conversation(world)
    with pytest.raises(Exception, match="already|déjà"), transaction():
        add(world.actor("awa"), made, world.user("bruno"))
    with pytest.raises(Invalid), transaction():
        conversation(world, "awa", "awa")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("budget", ["budget"]),
        ("POMPE", ["réunion"]),
        ("zo", ["réunion"]),
        ("100%", []),
        ("zan_ibar", []),
        ("", ["budget", "réunion"]),
    ],
)
def test_one_finds_a_word_or_a_name_among_ones_own(world, as_, words, found):
    conversation(world, title="Relire le budget")
    second = conversation(world, "awa", "zoe", title="Préparer la réunion", source="Jeudi à Quimper.")
    world.reply(second, by="zoe", source="Et la pompe ?")
    conversation(world, "zoe", "mona", title="Un autre budget, une autre pompe")
    html = as_("awa").get("/conversations/", query_string={"q": words}).get_data(as_text=True)
    rows = html.split('id="list"')[1]
    assert [word for word in ("budget", "réunion") if word in rows.split("<footer")[0]] == found
    assert "Un autre budget" not in html
