"""What people write in cells."""

from datetime import date

import pytest

from forum.core.errors import Invalid
from forum.exchange.sheets import cells
from forum.exchange.sheets.columns import headings_of, mapped
from forum.exchange.sheets.reading import read
from tests.exchange.sheets import BAD, csv_file, with_part, xlsx_file


@pytest.mark.parametrize(("text", "number"), [
    ("12 500 €", 12500), ("12\u202f500", 12500), ("12\u00a0500,00 €", 12500), ("12.500", 12500), ("1.250.000", 1250000),
    ("10 k€", 10000), ("1,5 M€", 1500000), ("2,5k", 2500), ("50 %", 50), (12500, 12500), (12500.0, 12500),
    ("12'500", 12500), ("0", 0), ("1,250,000", 1250000), ("12500 euros", 12500), ("24 mois", 24),
])  # fmt: skip
def test_numbers_as_people_write_them(app, text, number):
    assert cells.whole(text) == number


@pytest.mark.parametrize("text", ["beaucoup", "12,500", "-5", "12,55", "10-20", "1e400", "12 500 ou 13 000", "€", True])
def test_what_is_no_clear_number_is_refused(app, text):
    with pytest.raises(Invalid):
        cells.whole(text)


@pytest.mark.parametrize(("text", "day"), [
    ("31/03/2027", date(2027, 3, 31)), ("1/4/27", date(2027, 4, 1)), ("31.03.2027", date(2027, 3, 31)),
    ("2027-03-31", date(2027, 3, 31)), ("1er avril 2027", date(2027, 4, 1)), ("Le 31 mars 2027", date(2027, 3, 31)),
    ("mercredi 31 mars 2027", date(2027, 3, 31)), (46477, date(2027, 3, 31)), ("46477", date(2027, 3, 31)),
    ("15 août 2026", date(2026, 8, 15)), ("31/12/2026 23:59", date(2026, 12, 31)),
])  # fmt: skip
def test_days_as_people_write_them(app, text, day):
    assert cells.day(text) == day


@pytest.mark.parametrize("text", ["30/02/2027", "mars 2027", "03/31/2027", "bientôt", "12", "31/03", "1/1/1899"])
def test_what_is_no_day_is_refused(app, text):
    with pytest.raises(Invalid):
        cells.day(text)


@pytest.mark.parametrize("coding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_every_way_in_which_a_csv_is_saved(app, coding):
    grid = read("x.csv", csv_file("Titre;Financeur\nL’œuvre d’été;Région\n", coding))
    assert grid == [["Titre", "Financeur"], ["L’œuvre d’été", "Région"]]


@pytest.mark.parametrize("text", [
    "Titre,Financeur\n\"Eau, et plus\",Région\n", "Titre\tFinanceur\nEau, et plus\tRégion\n",
    "sep=|\nTitre|Financeur\nEau, et plus|Région\n", "Titre;Financeur\nEau, et plus;Région\n;\n;\n",
])  # fmt: skip
def test_whatever_separates(app, text):
    assert read("x.csv", csv_file(text)) == [["Titre", "Financeur"], ["Eau, et plus", "Région"]]


def test_headings_below_titles_and_empty_lines(app):
    grid = read("x.csv", csv_file(BAD))
    place, words = headings_of(grid)
    assert (place, words[0]) == (3, "Intitulé")
    assert mapped(words) == ["title", "type", "funder", "max_amount", "max_cofunding_pct", "deadline", "themes"]


def test_merged_headings_over_two_rows(app):
    rows = [["Aides"], ["Intitulé", "Montant", None, "Dates", None], [None, "min", "max", "Ouverture", "Clôture"],
            ["Fonds", 1000, 2000, date(2027, 1, 1), date(2027, 3, 31)]]  # fmt: skip
    grid = read("x.xlsx", xlsx_file(rows, merged=("B2:C2", "D2:E2", "A2:A3")))
    place, words = headings_of(grid)
    assert place == 2
    assert words[:3] == ["Intitulé", "Montant › min", "Montant › max"]
    assert mapped(words) == ["title", "min_amount", "max_amount", "opens_on", "deadline"]
    assert grid[3] == ["Fonds", 1000, 2000, "2027-01-01", "2027-03-31"]


def test_a_share_that_excel_shows_in_per_cent(app):
    grid = read("x.xlsx", xlsx_file([["Titre", "Taux"], ["Fonds", 0.5]], formats={"B2": "0%"}))
    assert grid[1] == ["Fonds", "50 %"]


def test_what_is_no_sheet_is_refused_with_what_to_do(app):
    good = xlsx_file([["Titre", "Type"], ["Fonds", "Appel"]])
    bomb = with_part(good, "xl/media/big.bin", b"\0" * (90 * 1024 * 1024))
    for data, words in (
        (with_part(good, "xl/vbaProject.bin", b"x"), "macro"), (bomb, "images"), (b"PK\x03\x04 rien", "abîmé"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, ".xlsx"), (b"\x00\x01\x02" * 50, "CSV"), (b"", "vide"), (b"Titre\n", "tableau"),
        (b"a;b\n" * 6000, "5000"), (b'a;b\n"' + b"x" * 200_000, "guillemet"), (b"x" * (9 * 1024 * 1024), "8"),
        (with_part(xlsx_file([["a"]]), "xl/evil.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'), "abîmé"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            read("x.xlsx", data)
        assert words in refused.value.message
