"""Who is told of a suggestion and of an upkeep, on the site and by mail; what waits in the worklist; what programs read."""

from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.documents import suggesting
from forum.documents.models import Document, Suggestion
from forum.notifications.models import Notification
from tests.documents.made import document
from tests.documents.test_suggesting import BETTER, TEXT, changed, proposed, seen, url


def told(world, name: str) -> dict[str, str]:
    world.follow()
    rows = select(Notification.user_id, Notification.reason).where(Notification.name == name)
    people = {world.user(each).id: each for each in ("awa", "bruno", "mona", "corinne", "zoe", "ada")}
    return {people[user_id]: reason for user_id, reason in db.session.execute(rows)}


def test_those_who_keep_the_page_are_told_and_written_to(world, as_):
    found = proposed(world, document(world, source=TEXT))
    address = url(found)
    assert told(world, "suggestion.made") == {"awa": "keeper", "corinne": "keeper"}
    letter = db.session.scalars(select(Mail).where(Mail.recipient == "awa@example.org")).one()
    assert address in letter.text and "suggestion.made" not in letter.text
    html = as_("awa").get("/notifications/").get_data(as_text=True)
    assert "Bruno" in html and "une modification" in html
    row = db.session.scalars(select(Notification).where(Notification.user_id == world.user("awa").id)).one()
    assert as_("awa").get(f"/notifications/{row.id}/go").location == address


def test_its_author_is_told_what_becomes_of_it(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    ids = made.id, found.id
    as_("mona").post(url(found, "ask"), data={"text": "D’où vient ce prix ?"})
    assert told(world, "suggestion.asked") == {"bruno": "person"}
    made, found = db.session.get_one(Document, ids[0]), db.session.get_one(Suggestion, ids[1])
    with transaction():
        suggesting.change(world.actor("bruno"), made, found, source=BETTER + " Deux fois.", why="Devis.", version=1)
    as_("mona").post(url(found, "accept"), data=seen(made, found, all="1"))
    assert told(world, "suggestion.accepted")["bruno"] == "person"
    refused = proposed(world, db.session.get_one(Document, ids[0]), by="zoe", source=TEXT)
    as_("mona").post(url(refused, "refuse"), data={"text": "Non, merci."})
    assert told(world, "suggestion.refused") == {"zoe": "person"}
    assert len(db.session.scalars(select(Mail).where(Mail.recipient == "bruno@example.org")).all()) == 2


def test_those_who_talk_about_it_are_told(world, as_):
    found = proposed(world, document(world, source=TEXT))
    as_("zoe").post(url(found, "remarks"), data={"text": "Chez nous aussi."})
    as_("awa").post(url(found, "remarks"), data={"text": "Merci."})
    assert told(world, "suggestion.discussed") == {
        "awa": "keeper", "corinne": "keeper", "bruno": "person", "zoe": "author"
    }  # fmt: skip


def test_the_worklist_counts_the_pages_on_which_suggestions_wait(world, as_):
    made = document(world, source=TEXT)
    first = proposed(world, made)
    proposed(world, made, by="zoe", source=TEXT + "\n\nEncore.")
    html = as_("corinne").get("/moderation/?kind=suggestion").get_data(as_text=True)
    assert html.count('class="work__row"') == 1 and f"/documents/{made.id}/suggestions" in html
    assert "2 propositions" in html
    as_("corinne").post(url(first, "ask"), data={"text": "D’où vient ce prix ?"})
    assert "1 proposition" in as_("corinne").get("/moderation/?kind=suggestion").get_data(as_text=True)


def test_programs_read_suggestions(world, as_):
    made = document(world, source=TEXT)
    found = proposed(world, made)
    changed(world, made, "900", "1100")
    listed = as_(None).get(f"/api/v1/documents/{made.id}/suggestions").get_json()
    assert [(row["id"], row["state"], row["author"]) for row in listed["results"]] == [(found.id, "open", "bruno")]
    one = as_(None).get(f"/api/v1/documents/{made.id}/suggestions/{found.id}").get_json()
    assert [each["is_clash"] for each in one["changes"]] == [True, False]
    assert as_(None).get(f"/api/v1/documents/{made.id}/suggestions/{found.id + 1}").status_code == 404
