"""Who may decide what; what follows from it; that the author is told why and can answer."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.mail import Mail
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.moderation.models import Decision, Report
from forum.notifications.models import Notification
from forum.people.models import User

REASON = {"ground": "spam", "text": "Une offre de prêt, sans rapport avec la question."}
EVERYBODY = [("mona", 303), ("stef", 303), ("ada", 303), ("corinne", 403), ("awa", 403), ("zoe", 403), (None, 401)]


def decide(browser, item_id, number, deed, **data):
    return browser.post(f"/moderation/items/{item_id}/messages/{number}/decisions", data={"deed": deed, **data})


def state(item_id, number=2) -> str:
    db.session.expire_all()
    if number == 1:
        return db.session.get(Item, item_id).state
    return db.session.scalars(select(Post.state).where(Post.item_id == item_id, Post.number == number)).one()


def reported(world, as_, number=2) -> int:
    """A reply of Bruno's that Zoé reported."""
    item_id = world.question(replies=1).id
    answer = as_("zoe").post(f"/report?item={item_id}&number={number}", data={"reason": "spam"})
    assert answer.status_code == 303
    return item_id


def waiting(world) -> int:
    """A reply of Nour's, with a link, that waits."""
    question = world.question()
    world.reply(question, by="nour", source="Voyez https://exemple.org/")
    return question.id


@pytest.mark.parametrize(("who", "status"), EVERYBODY)
def test_who_may_hide(world, as_, who, status):
    item_id = world.question(replies=1).id
    assert decide(as_(who), item_id, 2, "hide", **REASON).status_code == status
    assert state(item_id) == ("hidden" if status == 303 else "public")


@pytest.mark.parametrize(("who", "status"), EVERYBODY)
def test_who_may_dismiss_a_report(world, as_, who, status):
    item_id = reported(world, as_)
    assert decide(as_(who), item_id, 2, "dismiss").status_code == status
    assert db.session.scalars(select(Report.state)).one() == ("dismissed" if status == 303 else "open")


@pytest.mark.parametrize(
    ("who", "status"), [(who, 404 if status in (403, 401) else status) for who, status in EVERYBODY]
)
@pytest.mark.parametrize(("deed", "after"), [("approve", "public"), ("refuse", "hidden")])
def test_who_may_approve_or_refuse_what_waits(world, as_, who, status, deed, after):
    item_id = waiting(world)
    assert decide(as_(who), item_id, 2, deed, **REASON).status_code == status, "others do not even see it"
    assert state(item_id) == (after if status == 303 else "pending")


@pytest.mark.parametrize(
    ("who", "status"), [(who, 404 if status in (403, 401) else status) for who, status in EVERYBODY]
)
def test_who_may_restore(world, as_, who, status):
    item_id = world.question(replies=1).id
    decide(as_("mona"), item_id, 2, "hide", **REASON)
    assert decide(as_(who), item_id, 2, "restore").status_code == status
    assert state(item_id) == ("public" if status == 303 else "hidden")


def test_nobody_decides_about_their_own_message_but_administrators(world, as_):
    question = world.question()
    world.reply(question, by="mona")
    item_id = question.id
    as_("zoe").post(f"/report?item={item_id}&number=2", data={"reason": "spam"})
    assert decide(as_("mona"), item_id, 2, "dismiss").status_code == 403
    assert "somebody else decides" in as_("mona").get("/moderation/", headers={"Accept-Language": "en"}).get_data(
        as_text=True
    ) or "une autre personne décide" in as_("mona").get("/moderation/").get_data(as_text=True)
    assert decide(as_("stef"), item_id, 2, "dismiss").status_code == 303


@pytest.mark.parametrize("missing", ["ground", "text"])
@pytest.mark.parametrize("deed", ["hide", "refuse"])
def test_what_restrains_needs_its_reasons(world, as_, deed, missing):
    item_id = world.question(replies=1).id if deed == "hide" else waiting(world)
    answer = decide(as_("mona"), item_id, 2, deed, **{**REASON, missing: ""})
    assert answer.status_code == 422
    assert state(item_id) == ("public" if deed == "hide" else "pending")
    assert REASON["text"] in answer.get_data(as_text=True) or missing == "text", "what was typed is kept"


def test_two_moderators_at_once_decide_once(world, as_):
    item_id = reported(world, as_)
    assert decide(as_("mona"), item_id, 2, "dismiss").status_code == 303
    late = decide(as_("stef"), item_id, 2, "dismiss")
    assert late.status_code == 422
    assert len(db.session.scalars(select(Decision.id)).all()) == 1


def test_hiding_takes_the_reply_from_the_count_and_restoring_gives_it_back(world, as_):
    item_id = world.question(replies=2).id
    decide(as_("mona"), item_id, 2, "hide", **REASON)
    assert db.session.get(Item, item_id).replies == 1
    decide(as_("mona"), item_id, 2, "restore")
    db.session.expire_all()
    assert db.session.get(Item, item_id).replies == 2


def test_the_author_is_told_why_on_the_site_and_by_mail_and_the_reporter_how_it_ended(world, as_):
    item_id = reported(world, as_)
    decide(as_("mona"), item_id, 2, "hide", **REASON)
    world.follow()
    world.follow()
    letter = db.session.scalars(select(Mail).where(Mail.recipient == "bruno@example.org")).one()
    for word in (REASON["text"], "/decisions/", "Réponse numéro 1 de Bruno."):
        assert word in letter.text
        assert word in letter.html
    assert "mona" not in letter.text.lower(), "who decided is not named"
    rows = select(User.handle, Notification.reason, Notification.data).join(User, User.id == Notification.user_id)
    told = {who: (why, data) for who, why, data in db.session.execute(rows.where(Notification.name == "decision.made"))}
    assert {who: why for who, (why, _data) in told.items()} == {"bruno": "person", "zoe": "reporter"}
    statement = as_("bruno").get(f"/decisions/{told['bruno'][1]['decision']}").get_data(as_text=True)
    assert REASON["text"] in statement
    receipt = as_(None).get(told["zoe"][1]["path"])
    assert receipt.status_code == 200
    assert "Réponse numéro 1" not in receipt.get_data(as_text=True)


def test_a_report_that_comes_to_nothing_is_not_told_to_the_author(world, as_):
    item_id = reported(world, as_)
    decide(as_("mona"), item_id, 2, "dismiss")
    world.follow()
    assert db.session.scalars(select(Mail).where(Mail.recipient == "bruno@example.org")).all() == []


@pytest.mark.parametrize(("who", "status"), [("bruno", 200), ("mona", 200), ("zoe", 404), (None, 303)])
def test_who_may_read_a_statement(world, as_, who, status):
    item_id = world.question(replies=1).id
    decide(as_("mona"), item_id, 2, "hide", **REASON)
    number = db.session.scalars(select(Decision.id)).one()
    assert as_(who).get(f"/decisions/{number}").status_code == status


def test_the_author_contests_and_the_message_comes_back(world, as_):
    item_id = world.question(replies=1).id
    decide(as_("mona"), item_id, 2, "hide", **REASON)
    number = db.session.scalars(select(Decision.id)).one()
    words = {"text": "Ce n’est pas une offre : c’est le prêt de notre commune."}
    assert as_("zoe").post(f"/decisions/{number}/contest", data=words).status_code == 404
    assert as_("bruno").post(f"/decisions/{number}/contest", data=words).status_code == 303
    assert as_("bruno").post(f"/decisions/{number}/contest", data=words).status_code == 422, "once is enough"
    assert "prêt de notre commune" in as_("stef").get("/moderation/").get_data(as_text=True)
    assert decide(as_("stef"), item_id, 2, "restore").status_code == 303
    assert state(item_id) == "public"
    assert db.session.scalars(select(Report.state)).one() == "upheld"


@pytest.mark.parametrize("deed", ["approve", "refuse", "hide", "dismiss"])
def test_a_decision_taken_back_leaves_all_as_before(world, as_, deed):
    item_id = waiting(world) if deed in ("approve", "refuse") else reported(world, as_)
    before = state(item_id)
    decide(as_("mona"), item_id, 2, deed, **REASON)
    number = db.session.scalars(select(Decision.id)).one()
    assert as_("zoe").post(f"/moderation/decisions/{number}/undo").status_code == 404
    assert as_("mona").post(f"/moderation/decisions/{number}/undo").status_code == 303
    assert state(item_id) == before
    assert set(db.session.scalars(select(Report.state))) <= {"open"}
    assert [row.deed for row in db.session.scalars(select(Decision).order_by(Decision.id))] == [deed, "reopen"]
    assert as_("mona").post(f"/moderation/decisions/{number}/undo").status_code == 409, "once"


def test_hiding_by_deleting_and_restoring_is_no_way_out(world, as_):
    item_id = world.question(replies=1).id
    decide(as_("mona"), item_id, 2, "hide", **REASON)
    assert as_("bruno").post(f"/items/{item_id}/messages/2/delete").status_code == 409
    waits = waiting(world)
    as_("nour").post(f"/items/{waits}/messages/2/delete")
    as_("nour").post(f"/items/{waits}/messages/2/restore")
    assert state(waits) == "pending"


def test_everybody_reads_that_a_message_was_hidden_and_why_but_not_the_message(world, as_):
    item_id = world.question(replies=3).id
    decide(as_("mona"), item_id, 3, "hide", **REASON)
    for who in (None, "zoe"):
        html = as_(who).get(f"/items/{item_id}", follow_redirects=True).get_data(as_text=True)
        assert "Réponse numéro 2" not in html
        place = html.index('class="post__hidden"')
        assert html.index("Réponse numéro 1 ") < place < html.index("Réponse numéro 3 ")
        assert REASON["text"] not in html
    own = as_("bruno").get(f"/items/{item_id}", follow_redirects=True).get_data(as_text=True)
    assert REASON["text"] in own
    assert "/decisions/" in own


def test_the_log_keeps_what_was_done_for_those_who_keep(world, as_):
    item_id = world.question(replies=1).id
    decide(as_("mona"), item_id, 2, "hide", **REASON)
    for who, status in (("mona", 200), ("ada", 200), ("corinne", 403), ("awa", 403), (None, 303)):
        answer = as_(who).get("/moderation/log")
        assert answer.status_code == status
        assert (REASON["text"] in answer.get_data(as_text=True)) == (status == 200)
