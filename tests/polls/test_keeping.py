"""Closing, extending, withdrawing, deciding; who is told; what leaves as a file."""

import csv
from io import StringIO

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.events import Event
from forum.core.permissions import Actor
from forum.items.models.item import Item
from forum.notifications.models import Notification
from forum.polls.closing import close_what_is_due
from forum.polls.commands import close, decide, schedule
from forum.polls.counting import counted
from forum.polls.queries import voices_of
from forum.search.passages import passages_of
from tests.polls.made import again, asked, block_of, dates, in_days, options, page_of, poll, say

KEEPERS = pytest.mark.parametrize(
    ("who", "status"), [("awa", 303), ("mona", 303), ("ada", 303), ("bruno", 403), ("zoe", 403), (None, 401)]
)


@KEEPERS
@pytest.mark.parametrize("deed", ["close", "withdraw"])
def test_who_closes_and_withdraws(world, as_, who, status, deed):
    made = poll(world)
    assert as_(who).post(f"/polls/{made.id}/{deed}").status_code == status
    assert again(made).is_open == (status != 303)


@KEEPERS
def test_who_writes_down_the_outcome(world, as_, who, status):
    made = poll(world)
    data = {"option": options(made)[1], "statement": "Le devis est signé."}
    assert as_(who).post(f"/polls/{made.id}/outcome", data=data).status_code == status
    assert (again(made).decided_at is not None) == (status == 303)


def test_a_withdrawn_poll_is_seen_by_its_keepers_only_and_comes_back(world, as_):
    made = poll(world)
    item = db.session.get_one(Item, made.item_id)
    as_("awa").post(f"/polls/{made.id}/withdraw")
    assert block_of(page_of(as_("awa"), item), made)
    assert not block_of(page_of(as_("bruno"), item), made)
    assert as_("bruno").get(f"/polls/{made.id}/voices").status_code == 404
    as_("awa").post(f"/polls/{made.id}/withdraw/undo")
    assert block_of(page_of(as_("bruno"), item), made)


def test_it_closes_by_itself_once_and_tells_who_asked_who_voted_and_who_follows(world):
    made = poll(world, closes_at=in_days(1))
    ids = options(made)
    say(world, "bruno", made, ids[:1])
    say(world, "zoe", made, ids[:1])
    world.reply(db.session.get_one(Item, made.item_id), by="mona")
    close_what_is_due()
    assert again(made).closed_at is None
    clock.set_for_tests(in_days(2))
    close_what_is_due()
    close_what_is_due()
    assert again(made).closed_at == made.closes_at
    assert len(db.session.scalars(select(Event).where(Event.name == "poll.closed")).all()) == 1
    world.follow()
    told = {
        (row.user_id, row.reason)
        for row in db.session.scalars(select(Notification).where(Notification.name == "poll.closed"))
    }
    wanted = (("awa", "author"), ("bruno", "vote"), ("zoe", "vote"), ("mona", "watch"))
    assert told == {(world.user(who).id, reason) for who, reason in wanted}


def test_the_notification_says_it_in_words(world, as_):
    made = poll(world)
    say(world, "bruno", made, options(made)[:1])
    with transaction():
        decide(world.actor("awa"), again(made), options(made)[0])
    world.follow()
    html = as_("bruno").get("/notifications/").get_data(as_text=True)
    assert "Un sondage est clos" in html
    assert "La décision d’un sondage est écrite" in html


def test_a_poll_opens_again_with_its_votes_but_not_a_secret_or_a_decided_one(world, as_):
    made, secret = poll(world, closes_at=in_days(1)), poll(world, is_secret=True)
    say(world, "bruno", made, options(made)[:1])
    for each in (made, secret):
        with transaction():
            close(world.actor("awa"), again(each))
    awa = as_("awa")
    assert awa.post(f"/polls/{secret.id}/closing", data={"zone": "Europe/Paris"}).status_code == 422
    data = {"closes_at": "2090-01-01", "closes_hour": "12:00", "zone": "Indian/Reunion"}
    assert awa.post(f"/polls/{made.id}/closing", data=data).status_code == 303
    assert (again(made).closes_at.isoformat(), made.voices) == ("2090-01-01T08:00:00+00:00", 1)
    assert made.is_open
    awa.post(f"/polls/{made.id}/outcome", data={"option": "", "statement": "On attend."})
    assert awa.post(f"/polls/{made.id}/closing", data=data).status_code == 422
    awa.post(f"/polls/{made.id}/outcome/undo")
    assert awa.post(f"/polls/{made.id}/closing", data=data).status_code == 303


def test_results_wait_for_the_vote_or_for_the_end(world, as_):
    voted, closed = poll(world, results="after_vote"), poll(world, results="after_close")
    for made in (voted, closed):
        say(world, "mona", made, options(made)[:1])
        item = db.session.get_one(Item, made.item_id)
        for who in ("bruno", "awa", None):
            assert "bars__row" not in block_of(page_of(as_(who), item), made)
    item = db.session.get_one(Item, voted.item_id)
    assert "bars__row" in block_of(page_of(as_("mona"), item), voted)
    html = as_("bruno").get(f"/polls/{closed.id}/voices").get_data(as_text=True)
    assert "Mona" in html
    assert "citerne" not in html
    assert as_("awa").get(f"/polls/{closed.id}/ballots.csv").status_code == 404
    as_("awa").post(f"/polls/{closed.id}/close")
    item = db.session.get_one(Item, closed.item_id)
    assert "bars__row" in block_of(page_of(as_(None), item), closed)


def test_the_date_that_is_kept_stands_on_top_and_goes_to_the_calendar(world, as_):
    made = dates(world, ("2090-01-12", "18:30"), ("2090-07-13", ""))
    evening, whole = options(made)
    assert as_(None).get(f"/polls/{made.id}/date.ics").status_code == 404
    as_("awa").post(f"/polls/{made.id}/outcome", data={"option": evening, "statement": "Salle Ponant; entrée, cour"})
    answer = as_(None).get(f"/polls/{made.id}/date.ics")
    text = answer.get_data(as_text=True)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "DTSTART:20900112T173000Z\r\n" in text
    assert "DTEND:20900112T183000Z\r\n" in text
    assert "Salle Ponant\\; entrée\\, cour" in text.replace("\r\n ", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    html = block_of(page_of(as_(None), db.session.get_one(Item, made.item_id)), made)
    assert "Retenu" in html
    assert "Salle Ponant" in html
    assert not again(made).is_open
    as_("awa").post(f"/polls/{made.id}/outcome", data={"option": whole, "statement": ""})
    text = as_(None).get(f"/polls/{made.id}/date.ics").get_data(as_text=True)
    assert "DTSTART;VALUE=DATE:20900713\r\nDTEND;VALUE=DATE:20900714" in text


def test_the_exported_ballots_count_to_the_same_result_and_hold_no_formula(world, as_):
    made = poll(world, "=HYPERLINK(1)", "@deux", "Trois", method="ranked")
    first, second, third = options(made)
    for who, order in (("bruno", [second, first]), ("mona", [first]), ("zoe", [third, second])):
        say(world, who, made, order)
    for who, status in (("bruno", 403), (None, 303), ("awa", 200)):
        answer = as_(who).get(f"/polls/{made.id}/ballots.csv")
        assert answer.status_code == status
    lines = list(csv.reader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=";"))
    assert lines[0][4:] == ["'=HYPERLINK(1)", "'@deux", "Trois"]
    ballots = [
        (",".join(f"{option}:{mark}" for option, mark in zip((first, second, third), line[4:], strict=True) if mark), 1)
        for line in lines[1:]
    ]
    assert counted("ranked", [first, second, third], ballots) == again(made).tally
    assert [line[0] for line in lines[1:]] == ["Bruno", "Mona", "Zoé"]


def test_the_table_of_a_secret_poll_names_nobody(world, as_):
    made = poll(world, is_secret=True)
    for who in ("bruno", "mona", "zoe"):
        say(world, who, made, options(made)[:1])
    as_("awa").post(f"/polls/{made.id}/close")
    text = as_("awa").get(f"/polls/{made.id}/ballots.csv").get_data(as_text=True)
    assert len(text.splitlines()) == 4
    assert not any(name in text for name in ("Bruno", "Mona", "Zoé"))


def test_the_page_of_voters_turns_and_costs_the_same(world, as_, queries):
    made = poll(world)
    for who in ("bruno", "mona", "zoe", "stef"):
        say(world, who, made, options(made)[:1])
    queries.clear()
    assert as_(None).get(f"/polls/{made.id}/voices").get_data(as_text=True).count("voters__one") == 4
    assert len(queries) <= 7, queries


def test_voters_come_by_name_a_page_at_a_time_and_none_twice(world):
    made = poll(world)
    for who in ("zoe", "bruno", "stef", "mona", "awa"):
        say(world, who, made, options(made)[:1])
    names, key = [], ""
    while key is not None:
        found = voices_of(again(made), key, 2)
        names += [row.name for row in found.rows]
        key = found.next
    assert names == ["Awa", "Bruno", "Mona", "Stef", "Zoé"]


def test_polls_are_found_by_their_words(world):
    made = poll(world, "Une éolienne", "Un moulin", question="Quelle force motrice ?")
    text = passages_of([made.item_id])[0].body
    assert "Quelle force motrice ?" in text
    assert "Un moulin" in text


def test_the_worker_acts_in_nobodys_name_and_an_old_page_learns_the_end(world, as_):
    made = poll(world, closes_at=in_days(1))
    head = {"HX-Request": "true"}
    version = again(made).version
    assert as_(None).get(f"/polls/{made.id}/results?version={version}", headers=head).status_code == 204
    say(world, "bruno", made, options(made)[:1])
    answer = as_(None).get(f"/polls/{made.id}/results?version={version}", headers=head)
    assert answer.get_data(as_text=True).lstrip().startswith(f'<div id="poll-{made.id}-results"')
    clock.set_for_tests(in_days(2))
    close_what_is_due()
    answer = as_(None).get(f"/polls/{made.id}/results?version={version}", headers=head)
    assert answer.headers["HX-Retarget"] == f"#poll-{made.id}"
    assert "every" not in answer.get_data(as_text=True)
    assert db.session.scalars(select(Event.actor_id).where(Event.name == "poll.closed")).one() is None


def test_a_private_poll_is_a_404_everywhere(world, as_):
    hidden = world.question(by="bruno", space=world.private_space("bruno"))
    made = poll(world, item=hidden, by="bruno")
    for path in ("", "/results", "/voices", "/date.ics", "/ballots.csv", "/receipt", "/edit", "/closing", "/outcome"):
        assert as_("awa").get(f"/polls/{made.id}{path}").status_code == 404
    for path in ("vote", "vote/undo", "close", "withdraw", "withdraw/undo", "outcome/undo", "closing", "outcome"):
        assert as_("awa").post(f"/polls/{made.id}/{path}").status_code == 404
    assert as_("awa").get(f"/items/{hidden.id}/polls/new").status_code == 404


def test_a_kept_page_shows_the_new_result_at_once(world, as_):
    made = poll(world)
    item = db.session.get_one(Item, made.item_id)
    assert "Pas encore de vote" in page_of(as_(None), item)
    say(world, "bruno", made, options(made)[:1])
    assert "1 voix" in page_of(as_(None), item)
    with transaction():
        schedule(world.actor("awa"), again(made), in_days(3))
    assert "Clôture le" in page_of(as_(None), item)


@pytest.mark.parametrize(("who", "before", "most"), [(None, 1, 1), ("awa", 2, 2)])
def test_polls_cost_a_page_two_queries_whatever_their_number_and_nothing_without_them(
    world, as_, queries, app, who, before, most
):
    from forum.polls.commands import Wanted

    costs = []
    for number in (0, 1, 6):
        item = world.question(replies=2)
        for each in range(number):
            asked(world, item, 1, "awa", Wanted.of(f"Question {each} ?", "Oui", "Non"))
        for each in range(number * 2):
            made = asked(world, item, 1, "awa", Wanted.of(f"Autre {each} ?", "Oui", "Non", voters="organisation"))
            if who:
                one = world.organisation(f"Eau {number} {each}", of="awa")
                say(world, "awa", made, options(made)[:1], organisation_id=one.id)
        browser = as_(who)
        app.extensions["kept"].clear()
        queries.clear()
        page_of(browser, item)
        costs.append(len(queries))
    assert costs[1] == costs[2] <= costs[0] + most, costs
    assert isinstance(world.actor(None), Actor)
    assert before
