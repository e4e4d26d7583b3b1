"""One voice each: who votes, how it changes, and what two windows or fifty people at once cannot do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Closed, Conflict, Forbidden, Invalid, NotFound
from forum.core.events import Event
from forum.items.commands.state import set_state
from forum.items.policy import Message
from forum.items.queries.heads import message
from forum.people.models import Mandate, User
from forum.polls.commands import close, take_back, vote
from forum.polls.models import Ballot, Poll, Voice
from forum.spaces import actors
from tests.polls.made import again, block_of, dates, in_days, mandate, options, page_of, poll, say


@pytest.mark.parametrize(
    ("who", "status"), [("awa", 303), ("bruno", 303), ("nour", 303), ("zoe", 303), ("mona", 303), (None, 401)]
)
def test_who_votes_in_an_open_space(world, as_, who, status):
    made = poll(world)
    answer = as_(who).post(f"/polls/{made.id}/vote", data={"choice": options(made)[0]})
    assert answer.status_code == status
    assert again(made).voices == (1 if status == 303 else 0)


def test_a_vote_changes_until_the_poll_closes_and_every_act_is_kept(world, as_):
    made = poll(world)
    first, second, _third = options(made)
    bruno = as_("bruno")
    for choice in (first, first, second):
        bruno.post(f"/polls/{made.id}/vote", data={"choice": choice})
    assert (again(made).voices, made.tally["counts"][str(second)]) == (1, 1)
    assert "Un forage" in block_of(page_of(bruno, world_item(made)), made)
    bruno.post(f"/polls/{made.id}/vote/undo")
    assert again(made).voices == 0
    deeds = db.session.scalars(select(Ballot.deed).order_by(Ballot.at)).all()
    assert deeds == ["vote", "vote", "undo"]
    names = db.session.scalars(select(Event.name).where(Event.name.like("poll.%")).order_by(Event.id)).all()
    assert names == ["poll.asked", "poll.voted", "poll.voted", "poll.unvoted"]


def world_item(made: Poll):
    """Its item."""
    from forum.items.models.item import Item

    return db.session.get_one(Item, made.item_id)


def test_several_answers_up_to_the_most(world, as_):
    made = poll(world, method="several", most=2)
    ids = options(made)
    refused = as_("bruno").post(f"/polls/{made.id}/vote", data={"choice": ids})
    assert refused.status_code == 422
    html = refused.get_data(as_text=True)
    assert "2 réponses" in html
    assert html.count("checked") == 3  # what was ticked is still there
    assert as_("bruno").post(f"/polls/{made.id}/vote", data={"choice": ids[:2]}).status_code == 303
    assert list(again(made).tally["counts"].values()) == [1, 1, 0]


def test_preferences_by_numbers_with_a_clear_refusal(world, as_):
    made = poll(world, method="ranked")
    first, second, third = options(made)
    twice = as_("bruno").post(f"/polls/{made.id}/vote", data={f"mark-{first}": "1", f"mark-{second}": "1"})
    assert twice.status_code == 422
    assert "rang 1" in twice.get_data(as_text=True)
    given = {f"mark-{first}": "2", f"mark-{second}": "1", f"mark-{third}": ""}
    assert as_("bruno").post(f"/polls/{made.id}/vote", data=given).status_code == 303
    assert again(made).tally["best"] == [second]


def test_an_abstention_is_a_voice(world, as_):
    made = poll(world, quorum=1)
    as_("bruno").post(f"/polls/{made.id}/vote", data={"choice": "abstain"})
    html = block_of(page_of(as_(None), world_item(made)), made)
    assert "1 abstention" in html
    assert "quorum de 1 atteint" in html


def test_dates_yes_if_needed_no(world, as_):
    made = dates(world, ("2090-01-12", "18:30"), ("2090-01-13", ""))
    first, second = options(made)
    as_("bruno").post(f"/polls/{made.id}/vote", data={f"mark-{first}": "2", f"mark-{second}": "0"})
    as_("mona").post(f"/polls/{made.id}/vote", data={f"mark-{first}": "1"})
    assert again(made).tally["best"] == [first]
    html = block_of(page_of(as_(None), world_item(made)), made)
    assert "mar. 12" in html or "jeu. 12" in html
    assert "18:30" in html
    assert "Paris" in html
    assert "1 oui, 1 si besoin" in html


def test_hours_are_those_of_the_reader_and_their_place_is_named(world, as_):
    with transaction():
        world.user("zoe").timezone = "Indian/Reunion"
    made = dates(world, ("2090-01-12", "21:30"), ("2090-01-13", ""))
    html = block_of(page_of(as_("zoe"), world_item(made)), made)
    assert "00:30" in html
    assert "13 janvier" in html
    assert "La Réunion" in html


def test_organisations_have_one_voice_each_and_who_acted_is_shown(world, as_):
    made, one = poll(world, voters="organisation"), world.organisation(of="bruno")
    first, second, _third = options(made)
    nameless = as_("bruno").post(f"/polls/{made.id}/vote", data={"choice": first})
    assert nameless.status_code == 422
    assert "dites pour laquelle vous agissez" in nameless.get_data(as_text=True)
    assert as_("zoe").post(f"/polls/{made.id}/vote", data={"choice": first, "organisation": one.id}).status_code == 403
    as_("bruno").post(f"/polls/{made.id}/vote", data={"choice": first, "organisation": one.id})
    mandate(world, "mona", one)
    as_("mona").post(f"/polls/{made.id}/vote", data={"choice": second, "organisation": one.id})
    assert (again(made).voices, made.tally["counts"][str(second)]) == (1, 1)
    html = as_(None).get(f"/polls/{made.id}/voices").get_data(as_text=True)
    assert "Eau pour tous" in html
    assert "Mona" in html


def test_two_organisations_of_one_person_are_two_voices(world, as_):
    made = poll(world, voters="organisation")
    for name in ("Eau pour tous", "Puits du Ponant"):
        one = world.organisation(name, of="bruno")
        say(world, "bruno", made, options(made)[:1], organisation_id=one.id)
    assert again(made).voices == 2
    assert "Changer le vote de Puits du Ponant" in page_of(as_("bruno"), world_item(made))


def test_a_mandate_that_ends_takes_no_voice_away(world, as_):
    made, one = poll(world, voters="organisation"), world.organisation(of="bruno")
    say(world, "bruno", made, options(made)[:1], organisation_id=one.id)
    with transaction():
        db.session.scalars(select(Mandate)).one().state = "ended"
    assert again(made).voices == 1
    with pytest.raises(Forbidden):
        say(world, "bruno", made, options(made)[1:2], organisation_id=one.id)
    assert "Eau pour tous" in as_(None).get(f"/polls/{made.id}/voices").get_data(as_text=True)


def test_a_closed_poll_takes_no_votes_even_before_the_worker_wrote_it_down(world, as_):
    made = poll(world, closes_at=in_days(1))
    clock.set_for_tests(in_days(2))
    with pytest.raises(Closed):
        say(world, "bruno", made, options(made)[:1])
    answer = as_("bruno").post(f"/polls/{made.id}/vote", data={"choice": options(made)[0]})
    assert answer.status_code == 409
    assert "il ne prend plus de votes" in answer.get_data(as_text=True)


def test_a_vote_from_elsewhere_asks_whether_the_voter_may_read(world):
    hidden = world.question(by="bruno", space=world.private_space("bruno"))
    made = poll(world, item=hidden, by="bruno")
    with pytest.raises(NotFound):
        say(world, "awa", made, options(made)[:1])
    assert again(made).voices == 0


def test_a_hidden_message_hides_its_poll(world, as_):
    question = world.question()
    post = world.reply(question)
    made = poll(world, item=question, number=post.number, by="bruno")
    assert block_of(page_of(as_("zoe"), question), made)
    with transaction():
        set_state(Message(question, post.number, post), "hidden", actor_id=None, event="post.hidden")
    assert made.question not in page_of(as_("zoe"), question)
    for path in ("", "/results", "/voices", "/date.ics", "/ballots.csv", "/receipt"):
        assert as_("zoe").get(f"/polls/{made.id}{path}").status_code == 404
    assert as_("zoe").post(f"/polls/{made.id}/vote", data={"choice": options(made)[0]}).status_code == 404
    with pytest.raises(Forbidden):
        say(world, "bruno", made, options(made)[:1])


def test_two_windows_are_one_voice(world, as_):
    made = poll(world)
    first, second, _third = options(made)
    one, two = as_("bruno"), as_("bruno")
    one.post(f"/polls/{made.id}/vote", data={"choice": first})
    two.post(f"/polls/{made.id}/vote", data={"choice": second})
    assert again(made).tally["counts"] == {str(first): 0, str(second): 1, str(options(made)[2]): 0}
    assert db.session.scalar(select(func.count()).select_from(Voice)) == 1


def test_fifty_at_once_are_fifty_voices_and_one_person_fifty_times_is_one(world, app):
    made = poll(world)
    number, ids = made.id, options(made)
    with transaction():
        people = [User(handle=f"p{n}", name=f"P {n}", email=f"p{n}@example.org", state="active", locale="fr", trust=1)
                  for n in range(50)]  # fmt: skip
        db.session.add_all(people)
    who = [person.id for person in people]

    def once(person: int, choice: int) -> bool:
        with app.app_context():
            try:
                actor = actors.of_user(person)
                with transaction():
                    vote(actor, db.session.get_one(Poll, number), [ids[choice % 3]])
            finally:
                db.session.remove()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(once, [*who, *[who[0]] * 50], range(100)))
    found = again(made)
    counts = [found.tally["counts"][str(each)] for each in ids]
    assert (found.voices, sum(counts)) == (50, 50)
    assert db.session.scalar(select(func.count()).select_from(Voice)) == 50
    assert world_item(made).polls == 1


def test_a_secret_ballot_tells_who_voted_and_never_what(world, as_):
    made = poll(world, is_secret=True)
    first, second, _third = options(made)
    assert made.results == "after_close"
    kept = say(world, "bruno", made, [first])
    for who in ("mona", "zoe"):
        say(world, who, made, [second])
    assert db.session.execute(select(Ballot.voter, Ballot.by_id, Ballot.at).distinct()).all() == [(None, None, None)]
    assert db.session.scalars(select(Voice.ballot_id).distinct()).all() == [None]
    assert again(made).tally == {}  # nothing is counted, so that no difference tells who said what
    with pytest.raises(Conflict):
        say(world, "bruno", made, [second])
    with pytest.raises(Conflict), transaction():
        take_back(world.actor("bruno"), again(made))
    html = as_(None).get(f"/polls/{made.id}/voices").get_data(as_text=True)
    assert "Bruno" in html
    assert "citerne" not in html
    asked = as_(None).post(f"/polls/{made.id}/receipt", data={"receipt": kept.lower()})
    assert "Une citerne" in asked.get_data(as_text=True)
    assert as_(None).post(f"/polls/{made.id}/receipt", data={"receipt": "AAAA"}).status_code == 422
    with transaction():
        close(world.actor("awa"), again(made))
    assert again(made).tally["best"] == [second]


def test_a_secret_vote_shows_its_receipt_once_with_and_without_htmx(world, as_):
    made = poll(world, is_secret=True)
    plain = as_("bruno").post(f"/polls/{made.id}/vote", data={"choice": options(made)[0]})
    swapped = as_("mona").post(
        f"/polls/{made.id}/vote", data={"choice": options(made)[0]}, headers={"HX-Request": "true"}
    )
    for answer in (plain, swapped):
        assert answer.status_code == 200
        assert 'class="token"' in answer.get_data(as_text=True)
    twice = as_("bruno").post(f"/polls/{made.id}/vote", data={"choice": options(made)[1]})
    assert twice.status_code == 409
    assert "ni changé ni retiré" in twice.get_data(as_text=True)
    assert swapped.get_data(as_text=True).lstrip().startswith('<section id="poll-')


def test_the_result_of_a_secret_poll_of_two_is_not_shown(world, as_):
    made = poll(world, is_secret=True)
    for who in ("bruno", "mona"):
        say(world, who, made, options(made)[:1])
    with transaction():
        close(world.actor("awa"), again(made))
    html = block_of(page_of(as_(None), world_item(made)), made)
    assert "Moins de trois voix" in html
    assert "bars__row" not in html
    assert as_("awa").get(f"/polls/{made.id}/ballots.csv").status_code == 404


def test_htmx_gets_the_poll_and_a_refusal_keeps_what_was_chosen(world, as_):
    made = poll(world, method="ranked")
    first, second, _third = options(made)
    head = {"HX-Request": "true"}
    data = {f"mark-{first}": "1", f"mark-{second}": "3"}
    refused = as_("bruno").post(f"/polls/{made.id}/vote", data=data, headers=head)
    assert refused.status_code == 422
    assert "<option selected>3</option>" in refused.get_data(as_text=True)
    data = {f"mark-{first}": "1"}
    taken = as_("bruno").post(f"/polls/{made.id}/vote", data=data, headers=head).get_data(as_text=True)
    assert taken.lstrip().startswith(f'<section id="poll-{made.id}"')
    assert 'hx-swap-oob="innerHTML:#said"' in taken


def test_nothing_odd_in_the_form_is_an_error(world, as_):
    made = poll(world)
    for data in ({"choice": "x"}, {"choice": "99999999999999"}, {"mark-x": "1"}, {"mark-1": "-1"}, {}):
        assert as_("bruno").post(f"/polls/{made.id}/vote", data=data).status_code == 422
    assert isinstance(message(world_item(made), 1, world.actor("awa")), Message)
    with pytest.raises(Invalid):
        say(world, "bruno", made, [1_000_000])
