"""Bringing publications in: what the file says, once, and nothing of it lost."""

import json

import pytest
from sqlalchemy import func, select

from forum.core import mail
from forum.core.db import db
from forum.core.events import Event
from forum.documents.models import Document
from forum.items.models.around import Link
from forum.items.models.item import Item
from forum.items.models.post import Post, Revision
from forum.items.queries.heads import labels
from forum.people.models import User
from forum.resources.models import Resource
from forum.threads.models import Acceptance, Thread

THREAD = {
    "id": "fil-1",
    "title": "Une pompe en panne deux fois par an",
    "body": "Qui a trouvé une solution **durable** ?",
    "author": "Asso du Ponant",
    "created_at": "2026-03-01T09:00:00Z",
    "territory": "dep-29",
    "themes": ["eau-assainissement", "un mot à nous"],
    "replies": [
        {"id": "r1", "author": "Bruno", "body": "Oui.", "created_at": "2026-03-02T09:00:00Z"},
        {"id": "r2", "author": "Asso du Ponant", "body": "Merci !", "accepted": True},
    ],
}


def found(model=Thread, name="fil-1"):
    return db.session.scalars(select(model).where(model.external_id == name)).one()


def test_a_thread_keeps_its_words_people_dates_and_answer(bring):
    report = bring("threads", [THREAD])
    assert (report.made, report.refused) == (1, [])
    thread = found()
    posts = db.session.scalars(select(Post).where(Post.item_id == thread.id).order_by(Post.number)).all()
    assert [post.source for post in posts] == ["Oui.", "Merci !"]
    assert thread.created_at.isoformat() == "2026-03-01T09:00:00+00:00"
    assert posts[0].created_at.isoformat() == "2026-03-02T09:00:00+00:00"
    assert db.session.get(Acceptance, thread.id).number == posts[1].number
    kept = labels(thread.id)
    assert [theme.code for theme in kept.themes] == ["eau-assainissement"]
    assert [label for _slug, label in kept.tags] == ["un mot à nous"]
    assert [place.code for place in kept.territories] == ["dep-29"]


def test_an_author_with_an_account_is_that_account_and_others_are_names_that_cannot_sign_in(bring, world):
    bring("threads", [{**THREAD, "author": "awa", "replies": [{"author": "Passante", "body": "Bonjour à vous."}]}])
    thread = found()
    assert thread.author_id == world.user("awa").id
    other = db.session.scalars(select(User).where(User.name == "Passante")).one()
    assert (other.state, other.email, other.password_hash) == ("named", None, "")


def test_an_address_never_becomes_a_public_name(bring):
    bring("threads", [{**THREAD, "author": "quelquun@example.org", "replies": []}])
    assert db.session.get(User, found().author_id).name == "quelquun"


def test_twice_is_once(bring):
    bring("threads", [THREAD])
    events = db.session.scalar(select(func.count(Event.id)))
    again = bring("threads", [THREAD])
    assert (again.made, again.changed, again.skipped) == (0, 0, 1)
    assert db.session.scalar(select(func.count(Event.id))) == events


def test_a_changed_line_changes_its_publication_and_keeps_the_old_text(bring):
    bring("threads", [THREAD])
    replies = [
        {**THREAD["replies"][0], "body": "Oui, par contrat."},
        THREAD["replies"][1],
        {"id": "r3", "body": "Et moi."},
    ]
    report = bring("threads", [{**THREAD, "title": "Une pompe en panne trois fois par an", "replies": replies}])
    assert (report.made, report.changed) == (0, 1)
    thread = found()
    posts = db.session.scalars(select(Post).where(Post.item_id == thread.id).order_by(Post.number)).all()
    assert [post.source for post in posts] == ["Oui, par contrat.", "Merci !", "Et moi."]
    old = db.session.scalars(select(Revision).where(Revision.item_id == thread.id).order_by(Revision.number)).all()
    assert [(each.number, each.title or each.source) for each in old] == [
        (1, "Une pompe en panne deux fois par an"), (2, "Oui."),
    ]  # fmt: skip


def test_what_people_changed_since_stays_while_the_file_is_the_same(bring):
    from forum.core.db import transaction

    bring("threads", [THREAD])
    with transaction():
        found().title = "Corrigé à la main"
    bring("threads", [THREAD])
    assert found().title == "Corrigé à la main"


BAD = [
    ("{", "JSON"),
    ("[]", "objet|object"),
    ({"id": "a", "body": "Bonjour."}, "title"),
    ({"title": "Sans identifiant", "body": "Bonjour."}, "id"),
    ({"id": "b", "title": "Sans texte ni rien"}, "body"),
    ({"id": "c", "title": "Ailleurs", "body": "Bonjour.", "territory": "atlantide"}, "atlantide"),
    ({"id": "d", "title": "Un jour qui n’est pas", "body": "Bonjour.", "created_at": "2026-02-31"}, "2026-02-31"),
    ({"id": "e", "title": "Réponse vide", "body": "Bonjour.", "replies": [{"author": "x"}]}, "1"),
    ({"id": "f", "title": "Une surprise", "body": "Bonjour.", "replies": "non"}, "replies"),
    ({"id": "g", "title": "x" * 300, "body": "Bonjour."}, "title"),
    ({"id": "h", "title": "Texte trop long", "body": "x" * 100_001}, "source"),
    ({"id": "i", "title": "Une sorte inconnue", "body": "Bonjour.", "purpose": "chanson"}, "chanson"),
]


@pytest.mark.parametrize(("bad", "word"), BAD)
def test_one_bad_line_stops_nothing_and_is_kept_with_the_reason(bring, tmp_path, bad, word):
    first, last = {**THREAD, "id": "avant"}, {**THREAD, "id": "apres"}
    report = bring("threads", [first, bad, last])
    assert report.made == 2
    assert [each.line for each in report.refused] == [2]
    assert any(part in report.refused[0].why for part in word.split("|"))
    kept = json.loads((tmp_path / "file.jsonl.refused.jsonl").read_text())
    assert kept["_refused"]["line"] == 2
    if isinstance(bad, dict):
        assert {name: value for name, value in kept.items() if name != "_refused"} == bad
    else:
        assert kept["_refused"]["text"] == bad


def test_the_file_of_refused_lines_can_be_corrected_and_imported(bring, tmp_path):
    bring("threads", [{**THREAD, "territory": "atlantide"}])
    refused = tmp_path / "file.jsonl.refused.jsonl"
    report = bring("threads", [refused.read_text().replace("atlantide", "dep-29").strip()], name="second.jsonl")
    assert (report.made, report.refused, dict(report.ignored)) == (1, [], {})
    bring("threads", [THREAD])
    assert not refused.exists()


def test_the_same_id_twice_in_a_file_is_told(bring):
    report = bring("threads", [THREAD, {**THREAD, "title": "Une autre question encore"}])
    assert (report.made, report.refused[0].line) == (1, 2)
    assert found().title == THREAD["title"]


def test_a_dry_run_says_the_same_and_changes_nothing(bring, tmp_path):
    rows = [THREAD, {"id": "sans titre"}]
    said = bring("threads", rows, dry_run=True)
    assert db.session.scalar(select(func.count(Item.id))) == 0
    assert db.session.scalar(select(func.count(Event.id))) == 0
    assert not (tmp_path / "file.jsonl.refused.jsonl").exists()
    done = bring("threads", rows)
    assert (said.made, said.refused) == (done.made, done.refused) == (1, done.refused)


def test_what_was_imported_is_found_and_nobody_is_written_to(bring, world, as_):
    from forum.core.db import transaction
    from forum.items.commands.watch import watch

    with transaction():
        watch(world.actor("awa"), "space", world.space().id, "all")
    bring("threads", [THREAD])
    world.follow()
    assert db.session.scalar(select(func.count(mail.Mail.id))) == 0
    assert as_(None).get("/api/v1/search?q=pompe+panne").json["results"][0]["external_id"] == "fil-1"
    assert as_("awa").get("/notifications/").get_data(as_text=True).count("pompe en panne") == 0


def test_links_between_files_are_made_in_any_order(bring):
    resource = {"id": "res-1", "title": "Un fonds pour les pompes", "summary": "De quoi réparer.", "kind": "funding"}
    first = bring("threads", [{**THREAD, "related": ["res-1", "nulle-part"]}])
    assert first.unlinked == 2
    bring("resources", [resource], name="resources.jsonl")
    again = bring("threads", [{**THREAD, "related": ["res-1", "nulle-part"]}])
    assert (again.skipped, again.unlinked) == (1, 1)
    link = db.session.scalars(select(Link)).one()
    assert (link.from_id, link.to_id) == (found().id, found(Resource, "res-1").id)


def test_a_document_takes_its_standing_from_the_day_it_was_verified(bring):
    row = {"id": "prat-1", "title": "Monter un projet", "body_md": "Comptez **six mois**.", "sources": ["exemple.org"]}
    bring("documents", [row, {**row, "id": "prat-2", "verified_on": "2026-10-01", "licence": "CC BY 4.0 (proposé)"}])
    draft, verified = found(Document, "prat-1"), found(Document, "prat-2")
    assert (draft.standing, draft.sources) == ("draft", ["exemple.org"])
    assert (verified.standing, str(verified.review_by), verified.licence) == ("verified", "2027-10-01", "CC BY 4.0")


def test_a_resource_keeps_its_facts_and_forgets_those_that_the_file_forgets(bring):
    row = {
        "id": "res-1", "title": "Un fonds pour les pompes", "summary": "De quoi réparer.", "kind": "funding",
        "funder": "Fonds d’essai", "max_amount": 5000, "deadline": "2027-03-31", "zones": ["cad"],
        "actor_types": ["association"], "duration_months": [12, 36], "verified_on": "2026-11-01",
    }  # fmt: skip
    bring("resources", [row])
    resource = found(Resource, "res-1")
    assert (resource.standing, resource.max_amount, str(resource.deadline)) == ("verified", 5000, "2027-03-31")
    assert (resource.min_duration_months, resource.max_duration_months) == (12, 36)
    del row["max_amount"]
    bring("resources", [{**row, "deadline": "permanent"}])
    db.session.expire_all()
    resource = found(Resource, "res-1")
    assert (resource.max_amount, resource.deadline, resource.status) == (None, None, "permanent")


def test_the_command_line_reports_and_answers_for_scripts(app, world, tmp_path):
    from forum.cli import main  # noqa: F401  # mounted as shipped
    from forum.exchange.cli import import_

    path = tmp_path / "f.jsonl"
    path.write_text(json.dumps(THREAD) + "\n{\n")
    runner = app.test_cli_runner()
    said = runner.invoke(import_, ["threads", str(path), "--space", "bretagne", "--json"])
    assert said.exit_code == 1
    assert json.loads(said.stdout)["made"] == 1
    assert runner.invoke(import_, ["threads", str(path), "--space", "nulle-part"]).exit_code == 1


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2199-01-01"])
def test_a_date_that_no_calendar_of_ours_holds_is_refused(bring, as_, moment):
    report = bring("documents", [{"id": "f1", "title": "Une date étrange", "body": "Un corps.", "created_at": moment}])
    assert report.made == 0 and len(report.refused) == 1
    assert as_(None).get("/documents/").status_code == 200


def test_a_short_title_from_elsewhere_is_kept_and_may_be_edited_on(bring, world):
    from forum.core.db import transaction
    from forum.items.commands.edit import edit
    from forum.items.policy import Message

    assert bring("documents", [{"id": "rome", "title": "Rome", "body": "Une ville."}]).refused == []
    assert len(bring("documents", [{"id": "x", "title": "X", "body": "Trop court."}]).refused) == 1
    with transaction():
        page = found(Document, "rome")
        said = edit(
            world.actor("ada"),
            Message(page, 1, page),
            source="Une ville et son eau.",
            version=page.version,
            title="Rome",
        )
    assert said == "saved"
