"""What people say to each other stays between them: every page is asked as everybody for one word."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.permissions import NOBODYS, SYSTEM, VISITOR
from forum.items.commands.reply import reply
from forum.items.models.item import Item
from forum.items.policy import Message, listed_to, visible_to
from forum.moderation.commands.decide import decide
from forum.moderation.commands.report import report
from forum.people.commands import create_token
from forum.spaces.models import Membership, Space
from tests.conversations.made import conversation
from tests.house.walk import routes

WORD = "zanzibarienne"
SAID = ("affaire", "idée", "Réponse", "Encore")
OUTSIDERS = [None, "nour", "zoe", "mona", "corinne", "stef", "ada"]
IDS = ("item_id", "thread_id", "need_id", "document_id", "resource_id")


@pytest.fixture
def secret(world):
    """Awa and Bruno speak, with the word in the subject and in every message; a public page cites the conversation."""
    made = conversation(world, source=f"Une idée {WORD}.", title=f"Une affaire {WORD}")
    for by, source in (("bruno", f"Réponse {WORD}."), ("awa", f"Encore {WORD}, voir #{world.question().id} et @mona.")):
        world.reply(made, by=by, source=source)
    world.question(by="bruno", source=f"Comme dit dans #{made.id}.", title="Suite de notre échange")
    number = made.id
    world.follow()  # the worker ends its session: the row is read again
    return db.session.get(Item, number)


def _addresses(app, made):
    """Every page with the conversation's own number wherever a number of a publication goes."""
    values = {
        "other_id": made.id, "handle": "awa", "code": "reg-53", "kind": "thread",
        "version": 1, "territory": "reg-53", "filename": "icons.svg", "size": "320", "name": "plan.png", "subject": "space", **dict.fromkeys(IDS, made.id),
    }  # fmt: skip
    for method, rule in routes(app):
        if method != "GET":
            continue
        for number in (1, 2, 3) if "number" in rule.arguments else (1,):
            for slug in ("x", "bretagne", "_conversations") if "slug" in rule.arguments else ("",):
                named = {**values, "number": number, "slug": slug}
                built = rule.build({name: named.get(name, 1) for name in rule.arguments})
                if built:
                    yield built[1]


MORE = (
    f"/search?q={WORD}", f"/api/v1/search?q={WORD}", f"/search/complete?q={WORD[:6]}", f"/search/similar?title={WORD}",
    "/threads/?format=atom", "/spaces/bretagne?format=atom", "/?format=atom", "/api/v1/items?limit=100",
    "/api/v1/items?kind=conversation", "/search?kind=conversation&q=idée", "/conversations/people?q=awa",
    "/notifications/?unread=1", "/moderation/?kind=report", "/people/awa", "/people/bruno", "/spaces/_conversations",
    "/report?item={id}&number=1", "/report?item={id}&number=2", "/items/{id}/new?after=1", "/items/{id}/more?after=1",
    "/threads/{id}", "/needs/{id}", "/needs/new?from={id}", "/documents/new?from={id}&number=2",
    "/api/v1/items/{id}", "/api/v1/items/{id}/posts", "/conversations/{id}-x", "/threads/{id}-x",
)  # fmt: skip


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_tells_a_word_of_a_conversation_to_whoever_is_not_in_it(app, world, as_, secret, who):
    browser, leaks = as_(who), []
    more = [each.format(id=secret.id) for each in MORE]
    for address in [*dict.fromkeys(_addresses(app, secret)), *more]:
        app.extensions["limiter"].storage.reset()
        for headers in ({}, {"HX-Request": "true"}):
            answer = browser.get(address, headers=headers)
            told = answer.get_data(as_text=True) + str(answer.headers)
            asked = f"={WORD}" in address  # the search box says again what was typed in it
            if (WORD in told and not asked) or any(f"{said} {WORD}" in told for said in SAID):
                leaks.append((who, address))
    assert leaks == []


@pytest.mark.parametrize("who", ["awa", "bruno"])
def test_those_who_are_in_it_find_it_in_their_conversations_only(world, as_, secret, who):
    browser = as_(who)
    assert WORD in browser.get(f"/conversations/{secret.id}-{secret.slug}").get_data(as_text=True)
    assert WORD in browser.get("/conversations/").get_data(as_text=True)
    for address in ("/", "/threads/", "/spaces/bretagne", "/people/awa", f"/search?q=idée+{WORD}", "/api/v1/items"):
        assert f"affaire {WORD}" not in browser.get(address).get_data(as_text=True), address


def test_no_clause_of_lists_lets_it_through_for_anybody(world, secret):
    actors = [VISITOR, SYSTEM, *(world.actor(who) for who in ("awa", "bruno", "mona", "stef", "zoe", "ada"))]
    for actor in actors:
        assert db.session.scalars(select(Item.id).where(Item.id == secret.id, listed_to(actor))).first() is None
    readers = [
        a.handle for a in actors if db.session.scalar(select(Item.id).where(Item.id == secret.id, visible_to(a)))
    ]
    assert readers == ["awa", "bruno"]


def test_a_token_opens_conversations_only_with_their_scope(world, app, secret):
    with transaction():
        token = create_token(world.user("awa"), ("read", "write"), "a script")
    answer = app.test_client().get(f"/api/v1/items/{secret.id}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 404
    for scopes, count in (({"read"}, 0), ({"read", "conversations"}, 1)):
        awa = replace(world.actor("awa"), scopes=frozenset(scopes))
        found = db.session.scalars(select(Item.id).where(Item.id == secret.id, visible_to(awa))).all()
        assert len(found) == count


def test_nothing_is_told_counted_indexed_or_mailed_elsewhere(world, app, secret):
    from forum.core.mail import Mail
    from forum.index.engine import Query
    from forum.notifications.models import Notification
    from forum.search.engine import engine
    from forum.statistics.models import DailyCount

    told = db.session.scalars(select(Notification.user_id).where(Notification.item_id == secret.id)).all()
    assert set(told) == {world.user("awa").id, world.user("bruno").id}
    letters = [mail.recipient for mail in db.session.scalars(select(Mail)) if WORD in mail.text + mail.subject]
    assert set(letters) == {"awa@example.org", "bruno@example.org"}
    assert engine().search(Query(words=WORD, audiences=None)).total == 0
    assert db.session.scalars(select(DailyCount).where(DailyCount.space_id == -1)).all() == []
    assert db.session.scalars(select(DailyCount).where(DailyCount.name.like("conversation%"))).all() == []


def test_of_a_reported_message_administrators_read_it_and_its_neighbours_only(world, as_, secret):
    for number in range(4, 8):
        world.reply(secret, by="bruno" if number % 2 else "awa", source=f"Message numéro {number} {WORD}.")
    address = f"/moderation/items/{secret.id}/messages/5"
    assert as_("ada").get(address).status_code == 404
    post = next(p for p in _posts(secret) if p.number == 5)
    with transaction():
        report(world.actor("awa"), Message(secret, 5, post), reason="abuse")
    home = f"/conversations/{secret.id}-{secret.slug}"
    before = f"/moderation/items/{secret.id}/messages/4"
    world.follow()
    for who in ("mona", "stef", "zoe", "nour"):
        assert as_(who).get(address).status_code == 404
    html = as_("ada").get(address).get_data(as_text=True)
    assert all(f"numéro {number} " in html for number in (4, 5, 6))
    assert not any(said in html for said in ("numéro 7 ", f"Réponse {WORD}", f"affaire {WORD}"))
    assert as_("ada").get(before).status_code == 404
    assert as_("ada").get(home).status_code == 404
    worklist = as_("ada").get("/moderation/").get_data(as_text=True)
    assert "numéro 5 " in worklist and f"affaire {WORD}" not in worklist and "numéro 4 " not in worklist
    assert "numéro 5 " not in as_("mona").get("/moderation/").get_data(as_text=True)
    notifications = as_("ada").get("/notifications/").get_data(as_text=True)
    assert f"affaire {WORD}" not in notifications and "signalé" in notifications


def _posts(item):
    from forum.items.models.post import Post

    return db.session.scalars(select(Post).where(Post.item_id == item.id)).all()


def test_a_decision_hides_the_message_for_all_and_its_author_reads_why(world, as_, secret):
    post = next(p for p in _posts(secret) if p.number == 2)
    with transaction():
        report(world.actor("awa"), Message(secret, 2, post), reason="abuse")
    with transaction():
        made = decide(
            world.actor("ada"), Message(secret, 2, post), "hide", ground="abuse", text="Des propos blessants."
        )
    page = f"/conversations/{secret.id}-{secret.slug}"
    decision_id = made.id
    world.follow()
    assert f"Réponse {WORD}" not in as_("awa").get(page).get_data(as_text=True)
    assert "Des propos blessants." in as_("bruno").get(page).get_data(as_text=True)
    statement = as_("bruno").get(f"/decisions/{decision_id}").get_data(as_text=True)
    assert "Des propos blessants." in statement and f"affaire {WORD}" in statement
    for address in (f"/decisions/{decision_id}", "/moderation/log"):
        assert f"affaire {WORD}" not in as_("ada").get(address).get_data(as_text=True)
    assert as_("mona").get(f"/decisions/{decision_id}").status_code == 404
    undone = as_("ada").post(f"/moderation/decisions/{decision_id}/undo")
    assert undone.status_code == 303
    assert f"Réponse {WORD}" in as_("awa").get(page).get_data(as_text=True)


def test_an_administrator_who_is_in_it_has_no_more_rights_than_the_others(world, as_):
    made = conversation(world, "awa", "ada", "bruno", source="À trois.")
    world.reply(made, by="bruno", source="Un mot de Bruno.")
    browser = as_("ada")
    for deed in ("delete", "edit"):
        assert browser.post(f"/items/{made.id}/messages/2/{deed}", data={"source": "Autre chose."}).status_code == 403
    for deed in ("close", "pin"):
        assert browser.post(f"/items/{made.id}/{deed}", data={"on": 1}).status_code == 403
    with transaction():
        reply(world.actor("awa"), made, "Un troisième message.")
    as_("awa").post(f"/items/{made.id}/messages/3/delete")
    assert "Un troisième message." not in browser.get(f"/conversations/{made.id}-{made.slug}").get_data(as_text=True)


def test_whoever_left_may_still_contest_and_nobody_links_a_conversation_to_a_page(world, as_, secret):
    question = world.question()
    assert (
        as_("awa").post(f"/items/{secret.id}/links", data={"other": question.id, "relation": "cites"}).status_code
        == 403
    )
    post = next(p for p in _posts(secret) if p.number == 2)
    assert as_("awa").get(f"/report?item={secret.id}&number=2").status_code == 200
    sent = as_("awa").post(f"/report?item={secret.id}&number=2", data={"reason": "abuse"})
    assert sent.status_code == 303
    with transaction():
        made = decide(
            world.actor("ada"), Message(secret, 2, post), "hide", ground="abuse", text="Des propos blessants."
        )
    as_("bruno").post(f"/conversations/{secret.id}/leave")
    contested = as_("bruno").post(f"/decisions/{made.id}/contest", data={"text": "Je citais ce qu’on m’avait écrit."})
    assert contested.status_code == 303
    assert "Je citais" in as_("ada").get("/moderation/").get_data(as_text=True)
    assert as_("zoe").post(f"/decisions/{made.id}/contest", data={"text": "Rien à voir avec moi."}).status_code == 404


def test_a_role_in_the_hidden_space_written_by_hand_opens_nothing(world, as_, secret):
    with transaction():
        for role, who in (("moderator", "mona"), ("member", "zoe")):
            db.session.add(Membership(user_id=world.user(who).id, space_id=NOBODYS, role=role))
        # A space without a place in the tree, whose keepers would keep every space by the letter of its path.
        odd = Space(slug="sans-place", name="Sans place", kind="group", path="")
        db.session.add(odd)
        db.session.flush()
        db.session.add(Membership(user_id=world.user("corinne").id, space_id=odd.id, role="moderator"))
    for who in ("mona", "zoe", "corinne"):
        actor = world.actor(who)
        assert NOBODYS not in actor.audiences | actor.moderates | actor.curates
        assert as_(who).get(f"/items/{secret.id}").status_code == 404
        assert as_(who).get("/spaces/_conversations").status_code == 404


def test_deciding_tells_nothing_of_the_rest_either(app, world, as_, secret):
    post = next(p for p in _posts(secret) if p.number == 2)
    post.html = post.source = "Le seul mot signalé."
    with transaction():
        db.session.merge(post)
        report(world.actor("awa"), Message(secret, 2, post), reason="abuse")
    number, case = secret.id, f"/moderation/items/{secret.id}/messages/2"
    ada, htmx = as_("ada"), {"HX-Request": "true", "HX-Target": f"work-report-{secret.id}-2"}
    hide = {"deed": "hide", "ground": "abuse", "text": "Des propos blessants."}
    answers = [
        ada.post(f"{case}/decisions", data={"deed": "hide"}, headers=htmx), ada.post(f"{case}/decisions", data={"deed": "hide"}),
        ada.post(f"{case}/decisions", data=hide, headers=htmx), ada.post("/moderation/decisions/1/undo", headers=htmx),
        ada.post(f"{case}/decisions", data=hide), ada.get("/moderation/log"), ada.get("/moderation/"),
        ada.get(f"/report?item={number}&number=2"), ada.get("/decisions/1"), ada.get(f"/decisions/{number}"),
    ]  # fmt: skip
    assert [a.status_code for a in answers[:3]] == [422, 422, 200]
    assert answers[7].status_code == 404
    for place, answer in enumerate(answers):
        told = answer.get_data(as_text=True) + str(answer.headers)
        assert "Une affaire" not in told and "une-affaire" not in told, place
