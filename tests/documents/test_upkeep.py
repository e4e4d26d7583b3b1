"""Kept true: due and told, renewed and taken back, handed over, whether it helped, who tried it, languages, history."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.mail import Mail
from forum.documents.around import Helped, Trial
from forum.documents.due import tell_what_is_due
from forum.documents.models import Document
from forum.documents.queries import facts
from forum.items.models.post import Post
from forum.notifications.models import Notification
from tests.documents.made import document, page_of
from tests.documents.test_suggesting import TEXT, changed


def letters_to(handle: str) -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.recipient == f"{handle}@example.org")))


def test_thirty_days_before_its_review_whoever_keeps_it_is_told_once(world):
    clock.set_for_tests(datetime(2026, 6, 1, tzinfo=UTC))
    made = document(world, standing="verified", review_by=date(2026, 7, 2))
    assert tell_what_is_due() == 0
    clock.set_for_tests(datetime(2026, 6, 2, 12, tzinfo=UTC))
    assert (tell_what_is_due(), tell_what_is_due()) == (1, 0)
    title = made.title
    world.follow()
    (letter,) = letters_to("awa")
    assert title in letter.text and "bientôt à relire" in letter.text and "/unsubscribe/" in letter.text
    assert db.session.scalars(select(Notification.name)).all() == ["document.due"]


def test_a_renewal_is_taken_back_by_whoever_made_it(world, as_):
    made = document(world, standing="verified", reviewed_on=date(2025, 1, 1), review_by=date(2026, 1, 1))
    answer = as_("awa").post(f"/documents/{made.id}/renewal", follow_redirects=True)
    assert f"/documents/{made.id}/renewal/undo" in answer.get_data(as_text=True)
    db.session.expire_all()
    assert made.review_by > date(2026, 1, 1)
    assert as_("corinne").post(f"/documents/{made.id}/renewal/undo").status_code == 409
    assert as_("awa").post(f"/documents/{made.id}/renewal/undo").status_code == 303
    db.session.expire_all()
    assert (made.reviewed_on, made.review_by) == (date(2025, 1, 1), date(2026, 1, 1))
    assert as_("awa").post(f"/documents/{made.id}/renewal/undo").status_code == 409


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("mona", 303), ("bruno", 403), (None, 401)])
def test_who_may_hand_a_page_over(world, as_, who, status):
    made = document(world)
    assert as_(who).post(f"/documents/{made.id}/owner", data={"owner": "@zoe"}).status_code == status
    db.session.expire_all()
    assert (made.owner_id == world.user("zoe").id) == (status == 303)


def test_whoever_gets_a_page_is_told_and_finds_it_among_their_own(world, as_):
    made = document(world)
    title = made.title
    as_("awa").post(f"/documents/{made.id}/owner", data={"owner": "zoe"})
    assert title in as_("zoe").get("/documents/kept").get_data(as_text=True)
    assert title not in as_("awa").get("/documents/kept").get_data(as_text=True)
    world.follow()
    assert title in letters_to("zoe")[0].text


def test_a_page_is_handed_only_to_somebody_who_may_read_it(world, as_):
    made = document(world, by="bruno", space=world.private_space("bruno"))
    for name in ("awa", "personne"):
        assert as_("bruno").post(f"/documents/{made.id}/owner", data={"owner": name}).status_code == 422


def test_anybody_says_once_whether_it_helped(world, as_):
    made = document(world)
    for who, answer in ((None, "no"), (None, "yes"), ("bruno", "yes"), ("bruno", "yes"), ("zoe", "no")):
        assert as_(who).post(f"/documents/{made.id}/helped", data={"answer": answer}).status_code == 303
    rows = db.session.scalars(select(Helped)).all()
    assert sorted(row.is_yes for row in rows) == [False, True, True]
    assert {row.voter for row in rows if row.user_id is None}.isdisjoint({"127.0.0.1"})
    changed(world, made, "temps", "patience")
    as_("bruno").post(f"/documents/{made.id}/helped", data={"answer": "no"})
    html = as_("awa").get(f"/documents/{made.id}/upkeep").get_data(as_text=True)
    assert '<th scope="row">2</th><td class="number">0</td><td class="number">1</td>' in html
    assert '<th scope="row">1</th><td class="number">2</td><td class="number">1</td>' in html


def test_what_a_reader_says_is_for_those_who_keep_the_page_alone(world, as_):
    made = document(world)
    as_(None).post(f"/documents/{made.id}/helped", data={"answer": "no", "text": "Il manque le prix de la pompe."})
    for who, status in ((None, 303), ("bruno", 403), ("awa", 200), ("corinne", 200)):
        answer = as_(who).get(f"/documents/{made.id}/upkeep")
        assert answer.status_code == status
        assert ("prix de la pompe" in answer.get_data(as_text=True)) == (status == 200)
    assert "prix de la pompe" not in page_of(as_("bruno"), made)
    world.follow()
    assert "prix de la pompe" not in letters_to("awa")[0].text


def test_a_member_may_publish_it_in_the_discussion(world, as_):
    made = document(world)
    sent = {"answer": "no", "text": "Il manque le prix.", "in_public": "y"}
    as_("bruno").post(f"/documents/{made.id}/helped", data=sent)
    as_(None).post(f"/documents/{made.id}/helped", data={**sent, "text": "Une publicité."})
    assert [post.source for post in db.session.scalars(select(Post))] == ["Il manque le prix."]


def test_a_program_that_fills_every_field_is_thanked_and_not_heard(world, as_):
    made = document(world)
    sent = {"answer": "yes", "website": "https://spam.test"}
    assert as_(None).post(f"/documents/{made.id}/helped", data=sent).status_code == 303
    assert db.session.scalars(select(Helped)).all() == []


def test_htmx_asks_in_the_place_of_the_question(world, as_):
    made, hx = document(world), {"HX-Request": "true"}
    form = as_(None).get(f"/documents/{made.id}/helped?answer=yes", headers=hx).get_data(as_text=True)
    assert form.lstrip().startswith('<section class="helped" id="helped"') and "checked" in form
    answer = as_(None).post(f"/documents/{made.id}/helped", data={"answer": "yes"}, headers=hx)
    assert answer.get_data(as_text=True).lstrip().startswith('<section class="helped" id="helped"')


def test_an_organisation_says_once_that_it_tried_it(world, as_):
    made, organisation = document(world), world.organisation()
    sent = {
        "organisation": str(organisation.id),
        "place": "Quimper",
        "year": "2025",
        "changed": "Sans pompe.",
        "remark": "",
    }
    address = f"/documents/{made.id}/trials/new"
    assert as_("zoe").post(address, data=sent).status_code == 422
    assert as_("awa").post(address, data={**sent, "year": "3025"}).status_code == 422
    for place in ("Quimper", "Brest"):
        assert as_("awa").post(address, data={**sent, "place": place}).status_code == 303
    assert [row.place for row in db.session.scalars(select(Trial))] == ["Brest"]
    html = page_of(as_(None), made)
    assert "Eau pour tous" in html and "Brest, 2025" in html and "Sans pompe." in html
    assert facts([made.id])[made.id]["tried_by"] == 1
    assert "essayée par 1" in as_(None).get("/documents/").get_data(as_text=True).replace("\u202f", " ")
    gone = {"organisation": str(organisation.id)}
    assert as_("zoe").post(f"/documents/{made.id}/trials/undo", data=gone).status_code == 403
    assert as_("awa").post(f"/documents/{made.id}/trials/undo", data=gone).status_code == 303
    assert facts([made.id])[made.id]["tried_by"] == 0


def test_a_page_in_two_languages_says_so_and_when_it_is_behind(world, as_):
    french, english = document(world, source=TEXT), document(world, title="How to drill", source="A well.")
    sent = {"original": f"/documents/{french.id}", "lang": "en"}
    assert as_("bruno").post(f"/documents/{english.id}/translation", data=sent).status_code == 403
    assert as_("awa").post(f"/documents/{english.id}/translation", data={**sent, "lang": "fr"}).status_code == 422
    assert as_("awa").post(f"/documents/{english.id}/translation", data=sent).status_code == 303
    db.session.expire_all()
    for made in (french, english):
        html = page_of(as_(None), made)
        assert f'hreflang="en" href="/documents/{english.id}-{english.slug}"' in html
        assert f'hreflang="x-default" href="/documents/{french.id}-{french.slug}"' in html
    behind = "Cette traduction est plus ancienne"
    assert behind not in page_of(as_(None), english)
    changed(world, french, "900", "1200")
    html = page_of(as_("zoe"), english)  # a visitor's page may be a minute late
    assert behind in html and f"/items/{french.id}/messages/1/history?version=2&amp;with=1" in html
    assert as_("awa").post(f"/documents/{english.id}/translation/current").status_code == 303
    assert behind not in page_of(as_("zoe"), english)
    assert as_("awa").post(f"/documents/{english.id}/translation/undo").status_code == 303
    assert "hreflang" not in page_of(as_(None), french)


def test_a_page_with_all_that_is_kept_around_it_costs_twelve_queries_at_most(world, as_, queries):
    french, english = document(world, source=TEXT), document(world, source="A well.")
    organisation = world.organisation()
    as_("awa").post(f"/documents/{english.id}/translation", data={"original": str(french.id), "lang": "en"})
    as_("awa").post(f"/documents/{french.id}/trials/new", data={"organisation": str(organisation.id), "year": "2025"})
    for who in (None, "bruno", "awa", "mona"):
        browser = as_(who)
        page_of(browser, french)
        queries.clear()
        page_of(browser, french)
        assert len(queries) <= 12, queries


def test_any_two_versions_are_compared(world, as_):
    made = document(world, source=TEXT)
    changed(world, made, "900", "1000")
    changed(world, made, "1000", "1200", by="corinne")
    html = as_(None).get(f"/items/{made.id}/messages/1/history?version=1&with=3").get_data(as_text=True)
    assert (
        "900</del>" in html
        and "1200</ins>" in html
        and "1000" not in html.split('class="difference')[1].split("</section>")[0]
    )


def test_each_passage_has_its_last_author(world, as_):
    made = document(world, source=TEXT)
    changed(world, made, "900", "1200")
    changed(world, made, "une étude", "une étude du sol", by="corinne")
    html = as_(None).get(f"/documents/{made.id}/authors").get_data(as_text=True)
    passages = html.split('class="written')[1:]
    by_author = {
        name: "".join(part for part in passages if f"<strong>{name}</strong>" in part)
        for name in ("Awa", "Mona", "Corinne")
    }
    assert "1200 euros" in by_author["Mona"] and "étude du sol" in by_author["Corinne"]
    assert "Un forage" in by_author["Awa"] and "Le village" in by_author["Awa"]


def test_pages_that_link_here_are_listed(world, as_):
    made = document(world)
    other = document(world, source=f"Voir #{made.id}.")
    assert other.title in page_of(as_(None), made)


def _merge(browser, made: Document, other: Document):
    return browser.post(f"/documents/{made.id}/merge", data={"other": f"/documents/{other.id}-{other.slug}"})


@pytest.mark.parametrize(("who", "status"), [("mona", 303), ("awa", 403), ("corinne", 403), (None, 401)])
def test_who_may_merge_two_pages(world, as_, who, status):
    made, other = document(world), document(world)
    assert _merge(as_(who), made, other).status_code == status


def test_a_merged_page_leads_to_the_other_with_its_discussion_links_and_trials_and_back(world, as_):
    made, other = document(world), document(world)
    world.reply(other, source="Déjà ici.")
    world.reply(made, source="Une question restée ouverte.")
    citing = document(world, source=f"Voir #{made.id}.")
    as_("awa").post(f"/documents/{made.id}/trials/new", data={"organisation": str(world.organisation().id)})
    old, new = f"/documents/{made.id}-{made.slug}", f"/documents/{other.id}-{other.slug}"
    mona = as_("mona")
    said = mona.get(_merge(mona, made, other).location).get_data(as_text=True)
    gone = as_(None).get(old)
    assert (gone.status_code, gone.location) == (301, new)
    assert as_(None).get(f"{old}?post=2").location == f"{new}?post=3#post-3"
    html = as_(None).get(new).get_data(as_text=True)
    for words in ("Une question restée ouverte.", citing.title, "Eau pour tous", "a fusionné la page"):
        assert words in html
    assert made.title not in as_(None).get("/documents/").get_data(as_text=True)
    undo = said.split('action="/items/acts/')[1].split('"')[0]
    assert mona.post(f"/items/acts/{undo}").status_code == 303
    html = as_(None).get(old).get_data(as_text=True)
    assert "Une question restée ouverte." in html and citing.title in html and "Eau pour tous" in html
    assert "Une question restée ouverte." not in as_(None).get(new).get_data(as_text=True)


def test_a_page_merged_twice_leads_to_the_last_one(world, as_):
    first, second, third = document(world), document(world), document(world)
    mona = as_("mona")
    _merge(mona, first, second)
    _merge(mona, second, third)
    assert as_(None).get(f"/documents/{first.id}-{first.slug}").location == f"/documents/{third.id}-{third.slug}"


def test_suggestions_are_settled_before_a_merge(world, as_):
    from tests.documents.test_suggesting import proposed

    made, other = document(world, source=TEXT), document(world)
    proposed(world, made)
    assert _merge(as_("mona"), made, other).status_code == 422
