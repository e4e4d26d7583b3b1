"""The worklist: everything that waits, counted as it is listed, settled in place."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.documents.models import Document
from forum.documents.suggesting import remark, report_remark, suggest
from forum.items.commands.publish import publish
from forum.links.keeping import recount
from forum.links.models import LinkPlace, WebLink
from forum.moderation.models import Report
from forum.moderation.queries.work import work
from forum.moderation.queries.worklist import KINDS, Scope, counts, refs
from forum.needs.models import Need
from forum.resources.models import Resource
from forum.spaces.commands import join
from forum.spaces.models import JoinRequest

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/moderation/"}


def make(world, model, space=None, by="bruno", **fields):
    """Something of another kind, straight from the ground they share."""
    space = space or world.space()
    values = {"title": f"Une chose qui attend ({model.__name__})", "source": "Un texte."}
    with transaction():
        made = publish(world.actor(by), model, space, **values)
        for name, value in fields.items():
            setattr(made, name, value)
    return made.id


def everything(world, as_, times: int = 1) -> dict[str, int]:
    """One thing of each kind that waits in Bretagne. Answers the ids."""
    made = {}
    for each in range(times):
        question = world.question(replies=1)
        world.reply(question, by="nour", source="Voyez https://exemple.org/")
        made["message"] = made["report"] = question.id
        for who in (None, "zoe"):
            as_(who).post(f"/report?item={question.id}&number=2", data={"reason": "spam", "text": "Louche."})
        made["resource"] = make(world, Resource, standing="proposed")
        overdue = clock.today() - timedelta(days=10)
        made["document"] = make(world, Document, standing="reviewed", review_by=overdue)
        made["suggestion"] = make(world, Document)
        with transaction():
            document = db.session.get(Document, made["suggestion"])
            proposed = suggest(world.actor("zoe"), document, source="Un autre texte.", why="Mieux.", version=1)
            said = remark(world.actor("zoe"), document, proposed, "Une remarque.")
            report_remark(world.actor("awa"), document, said, "Hors sujet.")
        made["signal"] = make(world, Resource, standing="verified")
        as_(None).post(f"/items/{made['signal']}/something-changed", data={"what": "ended"})
        made["link"] = make(world, Document)
        with transaction():
            link = WebLink(digest=f"{each}", url=f"https://mort.example/{each}", host="mort.example", state="dead",
                           failed_since=clock.now())  # fmt: skip
            db.session.add(link)
            db.session.flush()
            db.session.add(LinkPlace(item_id=made["link"], number=1, link_id=link.id, place="text", written=link.url))
            db.session.flush()
            recount([made["link"]])
        made["need"] = make(world, Need, voices=3)
        with transaction():
            db.session.merge(JoinRequest(user_id=world.user("zoe").id, space_id=world.space().id, message=f"{each}"))
    return made


def test_it_shows_each_kind_and_counts_what_it_shows(world, as_):
    everything(world, as_)
    scope = Scope(world.actor("mona"))
    assert counts(scope) == dict.fromkeys(KINDS, 1), "two reports of one message are one thing to settle"
    for kind in KINDS:
        rows = work(scope, kind=kind).rows
        assert [row.ref.what for row in rows] == [kind]
    html = as_("mona").get("/moderation/").get_data(as_text=True)
    assert html.count('class="work__row"') == len(KINDS)
    assert "Louche." in html


@pytest.mark.parametrize("who", ["mona", "stef", "corinne", "ada", "awa"])
def test_counts_are_the_lists_for_everybody(world, as_, who):
    everything(world, as_)
    make(world, Resource, world.space("occitanie"), by="zoe", standing="proposed")
    scope = Scope(world.actor(who))
    listed = [ref.what for ref in refs(scope, limit=100)]
    assert counts(scope) == {kind: listed.count(kind) for kind in KINDS}
    wanted = {"mona": 10, "stef": 10, "corinne": 6, "ada": 11, "awa": 0}
    assert len(listed) == wanted[who]


def test_the_oldest_comes_first_and_pages_leave_no_gap(world, as_):
    everything(world, as_, times=4)
    scope = Scope(world.actor("mona"))
    everything_at_once = [ref.id for ref in refs(scope, limit=100)]
    seen, key = [], ""
    while True:
        page = refs(scope, limit=3, key=key)
        seen += [ref.id for ref in page]
        if not page.next:
            break
        key = page.next
    assert seen == everything_at_once
    assert [ref.at for ref in refs(scope, limit=100)] == sorted(ref.at for ref in refs(scope, limit=100))
    assert refs(scope).rows[0].what == "document", "overdue for ten days"


@pytest.mark.parametrize("times", [1, 10])
def test_it_costs_the_same_whatever_waits(world, as_, queries, times):
    everything(world, as_, times)
    browser = as_("mona")
    queries.clear()
    assert browser.get("/moderation/").status_code == 200
    assert len(queries) <= 8, queries


@pytest.mark.parametrize(
    ("address", "who", "status"),
    [
        ("/moderation/", "mona", 200), ("/moderation/", "corinne", 200), ("/moderation/", "awa", 403),
        ("/moderation/", None, 303), ("/spaces/bretagne/worklist", "mona", 200),
        ("/spaces/bretagne/worklist", "stef", 200), ("/spaces/bretagne/worklist", "corinne", 200),
        ("/spaces/bretagne/worklist", "zoe", 403), ("/spaces/occitanie/worklist", "mona", 403),
        ("/spaces/bretagne/worklist", None, 303),
    ],
)  # fmt: skip
def test_who_may_see_it(world, as_, address, who, status):
    assert as_(who).get(address).status_code == status


def test_a_space_shows_what_waits_in_it_only(world, as_):
    everything(world, as_)
    make(world, Resource, world.space("occitanie"), by="zoe", standing="proposed")
    scope = Scope(world.actor("ada"), world.space("occitanie").id)
    assert counts(scope) == {**dict.fromkeys(KINDS, 0), "resource": 1}


def test_a_need_waits_once_two_organisations_stand_behind_it(world):
    make(world, Need, voices=1)
    make(world, Need, voices=2)
    make(world, Need, voices=9, level="national")
    make(world, Need, voices=9, status="answered")
    make(world, Need, voices=9, status="relayed", level="national")
    assert counts(Scope(world.actor("mona")))["need"] == 2


def _htmx(browser, address, row, **data):
    return browser.post(address, data=data, headers={**HTMX, "HX-Target": row})


def test_a_report_is_settled_in_place_and_taken_back(world, as_):
    item_id = everything(world, as_)["report"]
    browser, row = as_("mona"), f"work-report-{item_id}-2"
    answer = _htmx(browser, f"/moderation/items/{item_id}/messages/2/decisions", row, deed="dismiss")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'id="{row}"' in html
    assert "work__row--settled" in html
    assert 'id="work-kinds" hx-swap-oob="true"' in html
    assert "/undo" in html
    assert set(db.session.scalars(select(Report.state))) == {"dismissed"}
    undo = html.split('action="/moderation/decisions/')[1].split('"')[0]
    again = _htmx(browser, f"/moderation/decisions/{undo}", row).get_data(as_text=True)
    assert f'id="{row}"' in again
    assert "work__row--settled" not in again
    assert "Louche." in again


def test_a_decision_without_its_reasons_opens_the_form_in_the_row(world, as_):
    item_id = everything(world, as_)["report"]
    row = f"work-report-{item_id}-2"
    address = f"/moderation/items/{item_id}/messages/2/decisions"
    answer = _htmx(as_("mona"), address, row, deed="hide", ground="spam", text="Non")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert '<details class="reasons" open>' in html
    assert ">Non</textarea>" in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(
    ("what", "path", "data", "who"),
    [
        ("resource", "/moderation/resources/{id}", {"deed": "verify"}, "corinne"),
        ("resource", "/moderation/resources/{id}", {"deed": "refuse", "text": "Déjà dans le catalogue."}, "corinne"),
        ("document", "/moderation/documents/{id}", {}, "corinne"),
        ("need", "/moderation/needs/{id}", {"text": "Trois structures le portent."}, "mona"),
        ("signal", "/moderation/signals/{id}", {"deed": "right", "text": "Rien n’a changé."}, "corinne"),
        ("link", "/moderation/links/{id}", {}, "corinne"),
    ],
)
def test_what_other_rooms_decide_is_settled_here(world, as_, what, path, data, who):
    made = everything(world, as_)
    address, row = path.format(id=made[what]), f"work-{what}-{made[what]}-1"
    assert _htmx(as_("zoe"), address, row, **data).status_code == 403
    before = counts(Scope(world.actor("mona")))
    answer = _htmx(as_(who), address, row, **data)
    assert (answer.status_code, "work__row--settled" in answer.get_data(as_text=True)) == (200, True)
    after = counts(Scope(world.actor("mona")))
    # A need that was carried now waits for the next level.
    assert {kind for kind in KINDS if before[kind] != after[kind]} == ({what} if what != "need" else set())


def test_whoever_proposed_a_refused_resource_reads_why(world, as_):
    made = everything(world, as_)["resource"]
    as_("corinne").post(f"/moderation/resources/{made}", data={"deed": "refuse", "text": "Déjà dans le catalogue."})
    world.follow()
    world.follow()
    letter = db.session.scalars(select(Mail).where(Mail.key.like("resource/%"))).one()
    assert letter.recipient == "bruno@example.org"
    assert "Déjà dans le catalogue." in letter.text
    assert "Déjà dans le catalogue." in letter.html


@pytest.mark.parametrize("what", ["resource", "need"])
def test_without_the_words_that_are_needed_nothing_changes(world, as_, what):
    made = everything(world, as_)
    before = counts(Scope(world.actor("mona")))
    address = f"/moderation/{what}s/{made[what]}"
    in_place = _htmx(as_("mona"), address, f"work-{what}-{made[what]}-1", deed="refuse", text="")
    plain = as_("mona").post(address, data={"deed": "refuse", "text": ""})
    assert (in_place.status_code, plain.status_code) == (422, 422)
    assert "field__error" in in_place.get_data(as_text=True)
    assert counts(Scope(world.actor("mona"))) == before


@pytest.mark.parametrize(("welcome", "member"), [("1", True), ("0", False)])
def test_a_request_to_join_is_answered_here(world, as_, welcome, member):
    everything(world, as_)
    user, space = world.user("zoe").id, world.space().id
    address = f"/moderation/requests/bretagne/{user}"
    assert as_("corinne").post(address, data={"welcome": welcome}).status_code == 403
    answer = _htmx(as_("mona"), address, f"work-request-{space}-{user}", welcome=welcome)
    assert "work__row--settled" in answer.get_data(as_text=True)
    assert (space in world.actor("zoe").audiences) == member


def test_all_of_it_works_as_plain_forms(world, as_):
    item_id = everything(world, as_)["message"]
    answer = as_("mona").post(
        f"/moderation/items/{item_id}/messages/3/decisions",
        data={"deed": "approve", "next": "/spaces/bretagne/worklist?kind=message"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/spaces/bretagne/worklist?kind=message")
    elsewhere = as_("mona").post(
        f"/moderation/items/{item_id}/messages/2/decisions",
        data={"deed": "dismiss", "next": "https://ailleurs.example"},
    )
    assert elsewhere.headers["Location"] == "/moderation/"


def test_keepers_read_on_their_home_how_much_waits(world, as_):
    everything(world, as_)
    assert "/moderation/" in as_("mona").get("/").get_data(as_text=True).split("<main")[1]
    assert "/moderation/" not in as_("awa").get("/").get_data(as_text=True).split("<main")[1]


def test_a_closed_space_asks_its_keepers(world, as_):
    world.private_space("mona", visibility="members")
    with transaction():
        join(world.actor("zoe"), world.space("bureau"), "Bonjour")
    assert counts(Scope(world.actor("ada"), world.space("bureau").id))["request"] == 1
