"""Those who tend a space bring documents in on a page: they see first, then confirm; nobody else's words are touched."""

import re
import zipfile
from io import BytesIO

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.documents.models import Document
from forum.guides.models import Guide
from tests.documents.made import document


def archive(**pages: str) -> BytesIO:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in pages.items():
            made.writestr(f"notre-guide/{name}.md", text)
    out.seek(0)
    return out


def sent(browser, content: BytesIO, name: str = "notre-guide.zip", space: str = "bretagne"):
    return browser.post(f"/spaces/{space}/bring", data={"file": (content, name)})


def confirmed(browser, answer, space: str = "bretagne"):
    html = answer.get_data(as_text=True)
    fields = {name: re.search(f'name="{name}" value="([^"]*)"', html)[1] for name in ("token", "name")}
    return browser.post(f"/spaces/{space}/bring/confirmed", data=fields)


@pytest.mark.parametrize(("who", "status"), [("corinne", 200), ("mona", 200), ("awa", 403), ("zoe", 403), (None, 303)])
def test_who_may_bring(world, as_, who, status):
    assert as_(who).get("/spaces/bretagne/bring").status_code == status


def test_first_a_preview_then_sheets_and_a_guide(world, as_):
    browser = as_("corinne")
    answer = sent(
        browser, archive(un="# Le premier titre\n\nTexte.", deux="---\nauteur: ada\n---\n# Le second titre\n\nTexte.")
    )
    assert answer.status_code == 200
    assert db.session.scalars(select(Document)).all() == []
    assert confirmed(browser, answer).status_code == 303
    made = db.session.scalars(select(Document).order_by(Document.title)).all()
    assert [each.title for each in made] == ["Le premier titre", "Le second titre"]
    assert {each.author_id for each in made} == {world.user("corinne").id}  # not Ada, whom the file names
    assert made[1].sources == ["ada"]
    assert db.session.scalars(select(Guide)).one().title == "Notre guide"
    again = sent(
        browser, archive(un="# Le premier titre\n\nTexte.", deux="---\nauteur: ada\n---\n# Le second titre\n\nTexte.")
    )
    assert 'name="token"' not in again.get_data(as_text=True)  # nothing to bring


def test_what_stands_in_another_space_is_never_rewritten(world, as_):
    theirs = document(world, space=world.space("occitanie"), external_id="cible", source="Intact.")
    browser = as_("corinne")
    confirmed(
        browser,
        sent(browser, archive(un="---\nid: cible\n---\n# Un autre titre\n\nChangé.", deux="# Encore un\n\nx y")),
    )
    assert db.session.get(Document, theirs.id).source == "Intact."


def test_a_forged_or_foreign_token_brings_nothing(world, as_):
    browser = as_("ada")
    html = sent(browser, archive(un="# Le premier titre\n\nTexte.")).get_data(as_text=True)
    token = re.search('name="token" value="([^"]*)"', html)[1]
    for space, forged in (("occitanie", token), ("bretagne", "../palabre.sqlite3"), ("bretagne", "")):
        answer = browser.post(f"/spaces/{space}/bring/confirmed", data={"token": forged, "name": "x"})
        assert answer.status_code == 422


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"x"), ("a.zip", b"not a zip"), ("a.pdf", b"%PDF-1.4")])
def test_what_cannot_be_read_is_told(world, as_, name, content):
    assert sent(as_("corinne"), BytesIO(content), name).status_code == 422


def test_an_archive_of_several_megabytes_is_taken(world, as_):
    content = archive(un="# Le premier titre\n\nTexte.")
    with zipfile.ZipFile(content, "a", zipfile.ZIP_STORED) as more:
        more.writestr("notre-guide/film.bin", b"x" * 4_000_000)
    content.seek(0)
    assert sent(as_("corinne"), content).status_code == 200
