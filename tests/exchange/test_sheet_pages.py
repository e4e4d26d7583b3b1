"""A curator brings a sheet: columns to confirm, every row seen, all or nothing, undone whole."""

import io
import re

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.permissions import SYSTEM
from forum.exchange.models import Sheet
from forum.resources.commands import change
from forum.resources.models import Resource
from tests.exchange.sheets import BAD, GOOD, NEXT_YEAR, csv_file, xlsx_file
from tests.resources.made import resource

START = "/resources/import"


def send(browser, data: bytes, name: str = "aides.csv", **more):
    fields = {"space": "bretagne", "sheet": (io.BytesIO(data), name), **more}
    return browser.post(START, data=fields, content_type="multipart/form-data")


def bring(browser, data: bytes, name: str = "aides.csv", columns: dict[str, str] | None = None, **more) -> str:
    """Send a file and confirm its columns; the path of the preview."""
    path = send(browser, data, name, **more).location
    page = browser.get(path).get_data(as_text=True)
    guessed = dict(re.findall(r'<select id="column-\d+" name="(column-\d+)">.*?<option value="(\w+)" selected', page))
    answer = browser.post(path, data={**guessed, **more, **(columns or {})})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def apply(browser, preview: str):
    page = browser.get(preview).get_data(as_text=True)
    digest = re.search(r'name="digest" value="(\w+)"', page)[1]
    return browser.post(preview.replace("preview", "apply"), data={"digest": digest})


def resources() -> dict[str, Resource]:
    db.session.expire_all()
    found = db.session.scalars(select(Resource).where(Resource.state == "public").order_by(Resource.id))
    return {each.title: each for each in found}


@pytest.mark.parametrize(
    ("who", "status"), [("corinne", 200), ("mona", 200), ("ada", 200), ("awa", 403), ("zoe", 403), (None, 303)]
)
def test_who_may_bring_a_sheet(world, as_, who, status):
    assert as_(who).get(START).status_code == status


def test_a_sheet_of_another_space_does_not_exist(world, as_):
    path = send(as_("corinne"), csv_file(GOOD)).location
    assert as_("corinne").get(path).status_code == 200
    assert as_("awa").get(path).status_code == 404
    assert as_("zoe").post(f"{path}/apply").status_code == 404
    other = as_("corinne").post(START, data={"space": "occitanie", "sheet": (io.BytesIO(csv_file(GOOD)), "x.csv")},
                                content_type="multipart/form-data")  # fmt: skip
    assert other.status_code == 422


def test_a_bad_sheet_is_told_cell_by_cell_and_nothing_is_done(world, as_):
    corinne = as_("corinne")
    preview = bring(corinne, csv_file(BAD))
    page = corinne.get(preview).get_data(as_text=True)
    for words in ("ligne 6", "30/02/2099", "beaucoup", "entre 0 et 100", "Don", "Cuisine"):
        assert words in page, words
    assert 'name="digest"' not in page
    assert corinne.post(preview.replace("preview", "apply"), data={"digest": "x"}).status_code == 409
    assert resources() == {}


def test_a_good_sheet_is_applied_and_undone_whole(world, as_):
    corinne = as_("corinne")
    old = resource(
        world, title="Coup de pouce", funder="Département", type="call", max_amount=5000, max_cofunding_pct=70
    )
    preview = bring(corinne, csv_file(GOOD))
    page = corinne.get(preview).get_data(as_text=True)
    assert "<del>5000</del>" in page
    assert "<ins>10000</ins>" in page
    assert "La même que la ligne 3" in page
    assert apply(corinne, preview).status_code == 303
    made = resources()["Fonds « jeunes » de l’Ouest"]
    assert (made.max_amount, made.max_cofunding_pct, made.deadline, made.type) == (12500, 50, NEXT_YEAR, "funding")
    assert (made.standing, made.funder) == ("proposed", "Région Bretagne")
    changed = resources()["Coup de pouce"]
    assert (changed.id, changed.max_amount, changed.max_cofunding_pct) == (old.id, 10000, 80)
    assert changed.standing == "verified", "what a curator said of it stays"
    again = apply_again(corinne, preview)
    assert again.status_code == 409
    assert corinne.post(preview.replace("preview", "undo")).status_code == 303
    assert list(resources()) == ["Coup de pouce"]
    back = resources()["Coup de pouce"]
    assert (back.max_amount, back.max_cofunding_pct, back.deadline) == (5000, 70, None)
    assert corinne.post(preview.replace("preview", "undo")).status_code == 409


def apply_again(browser, preview: str):
    return browser.post(preview.replace("preview", "apply"), data={"digest": "x"})


def test_undo_leaves_what_somebody_changed_since(world, as_):
    corinne = as_("corinne")
    old = resource(
        world, title="Coup de pouce", funder="Département", type="call", max_amount=5000, max_cofunding_pct=70
    )
    preview = bring(corinne, csv_file(GOOD))
    apply(corinne, preview)
    with transaction():
        found = db.session.get(Resource, old.id)
        change(SYSTEM, found, title=found.title, source=found.source, version=found.version, max_amount=11000)
    corinne.post(preview.replace("preview", "undo"))
    back = resources()["Coup de pouce"]
    assert (back.max_amount, back.max_cofunding_pct) == (11000, 70)


def test_what_is_applied_is_what_was_seen(world, as_):
    corinne = as_("corinne")
    preview = bring(corinne, csv_file(GOOD))
    digest = re.search(r'name="digest" value="(\w+)"', corinne.get(preview).get_data(as_text=True))[1]
    resource(world, title="Coup de pouce", funder="Département", type="call")
    answer = corinne.post(preview.replace("preview", "apply"), data={"digest": digest})
    assert answer.status_code == 409
    assert len(resources()) == 1


def test_columns_are_kept_for_the_next_file_with_the_same_headings(world, as_):
    corinne = as_("corinne")
    path = send(corinne, csv_file(GOOD)).location
    columns = {f"column-{at}": name for at, name in enumerate(
        ("title", "type", "funder", "min_amount", "", "deadline", "themes", "contact"))}  # fmt: skip
    preview = corinne.post(path, data=columns).location
    apply(corinne, preview)
    path = send(corinne, csv_file(GOOD)).location
    page = corinne.get(path).get_data(as_text=True)
    assert "Lu comme la dernière fois" in page
    assert re.search(r'name="column-3">.*?<option value="min_amount" selected', page, re.DOTALL)


def test_two_columns_cannot_be_the_same(world, as_):
    corinne = as_("corinne")
    path = send(corinne, csv_file(GOOD)).location
    answer = corinne.post(path, data={"column-0": "title", "column-1": "title", "column-2": "funder"})
    assert answer.status_code == 422
    assert 'value="funder" selected' in answer.get_data(as_text=True)


def test_a_source_that_comes_again_updates_its_own_by_reference(world, as_):
    corinne = as_("corinne")
    first = "Identifiant;Titre;Date limite;Montant\nA1;Fonds A;31/12/2098;100\nA2;Fonds B;31/12/2098;200\n"
    apply(corinne, bring(corinne, csv_file(first), source="Aides"))
    assert {each.external_id for each in resources().values()} == {"Aides/A1", "Aides/A2"}
    second = "Identifiant;Titre;Date limite;Montant\nA1;Fonds A, renommé;31/12/2099;900\nA3;Fonds C;31/12/2099;1\n"
    preview = bring(corinne, csv_file(second), source="Aides", only="dates")
    page = corinne.get(preview).get_data(as_text=True)
    assert "Laissée de côté" in page or "laissée de côté" in page
    apply(corinne, preview)
    found = resources()
    assert sorted(found) == ["Fonds A", "Fonds B"]
    assert found["Fonds A"].deadline == NEXT_YEAR
    assert found["Fonds A"].max_amount == 100


def test_an_empty_cell_leaves_and_a_dash_erases(world, as_):
    corinne = as_("corinne")
    resource(
        world, title="Fonds", funder="Agence de bassin", type="call", max_amount=100, min_amount=10, deadline=NEXT_YEAR
    )
    text = "Titre;Financeur;Montant min;Montant max;Date limite\nFonds;Agence de bassin;;-;-\n"
    apply(corinne, bring(corinne, csv_file(text)))
    found = resources()["Fonds"]
    assert (found.min_amount, found.max_amount, found.deadline) == (10, None, None)


def test_excel_with_dates_numbers_and_titles_above(world, as_):
    corinne = as_("corinne")
    rows = [["Aides 2026"], [], ["Nom du dispositif", "Montant (€)", "Clôture"], ["Bourse de départ", 1500, NEXT_YEAR], [],
            ["Prix des lycées", "2 k€", 46477]]  # fmt: skip
    apply(corinne, bring(corinne, xlsx_file(rows), "aides.xlsx"))
    found = resources()
    assert (found["Bourse de départ"].max_amount, found["Bourse de départ"].deadline) == (1500, NEXT_YEAR)
    assert (found["Prix des lycées"].max_amount, str(found["Prix des lycées"].deadline)) == (2000, "2027-03-31")


def test_a_file_that_is_refused_says_why_and_keeps_what_was_typed(world, as_):
    answer = send(as_("corinne"), b"PK\x03\x04 rien", "x.xlsx", source="Aides")
    assert answer.status_code == 422
    assert 'value="Aides"' in answer.get_data(as_text=True)
    assert db.session.scalars(select(Sheet)).first() is None


def test_the_preview_costs_the_same_for_2_and_200_rows(world, as_, queries):
    corinne, costs = as_("corinne"), []
    for count in (2, 200):
        text = "Titre;Montant\n" + "".join(f"Fonds {n};{n + 1}\n" for n in range(count))
        preview = bring(corinne, csv_file(text))
        queries.clear()
        assert corinne.get(preview).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
