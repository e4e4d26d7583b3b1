"""Lists as files: the same filter and rights as the page, safe from formulas, and the same rows when they come back."""

import csv
import io
import json
import time
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import insert, select

from forum.core.db import db, transaction
from forum.core.permissions import SYSTEM
from forum.exchange.cli import commands
from forum.exchange.exporting import as_csv, as_xlsx
from forum.exchange.models import Sheet
from forum.exchange.open_data import FIELDS
from forum.exchange.sheets.bringing import bring
from forum.exchange.sheets.plan import plan
from forum.items.models.item import Item
from forum.items.queries.lists import Filter
from forum.resources.models import Resource
from tests.resources.made import resource

ALL = Filter(kinds=("resource",), join=Resource)
ORDER = ((Item.id, False),)
FORMULAS = ["=1+1", "+33 1 02", "-5 %", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]


def export(browser, format: str, **question):
    answer = browser.get(f"/resources/export.{format}", query_string=question)
    assert answer.status_code == 200
    return answer


def test_the_files_hold_what_the_page_shows(world, as_):
    resource(world, title="Appel du littoral", type="call", deadline=date(2099, 3, 31), max_amount=12500)
    resource(world, title="Une formation", type="training")
    resource(world, title="Refusé", type="call", standing="refused")
    with transaction():
        space = world.private_space("awa")
        space.item_kinds = ["resource"]
    resource(world, title="Réservé", type="call", space=db.session.merge(space))
    text = export(as_(None), "csv", type="call").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Titre"] for row in rows] == ["Appel du littoral"]
    assert "31/03/2099" in rows[0].values()
    assert {each["title"] for each in map(json.loads, export(as_("awa"), "jsonl", type="call").text.splitlines())} == {
        "Appel du littoral", "Réservé"}  # fmt: skip
    (event,) = Calendar.from_ical(export(as_(None), "ics", type="call").data).walk("VEVENT")
    assert event["DTSTART"].dt == date(2099, 3, 31)
    sheet = load_workbook(io.BytesIO(export(as_(None), "xlsx", type="call").data)).active
    cells = {first.value: second.value for first, second in zip(sheet[1], sheet[2], strict=True)}
    assert cells["Titre"] == "Appel du littoral"
    assert 12500 in cells.values()
    assert as_(None).get("/resources/export.exe").status_code == 404


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(world, as_, text):
    resource(world, title=f"Fonds {text}", funder=text.strip(), type="call")
    raw = export(as_(None), "csv").data.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(raw), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    book = load_workbook(io.BytesIO(export(as_(None), "xlsx").data))
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]
    open_rows = csv.reader(io.StringIO(as_(None).get("/open-data/resources.csv").text))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in open_rows for cell in row)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=60)
NUMBERS = st.none() | st.integers(0, 10**6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=WORDS.map(lambda text: f"Fonds {text}"), funder=WORDS, note=WORDS | st.sampled_from(FORMULAS),
    low=NUMBERS, more=NUMBERS, share=st.none() | st.integers(0, 100), sponsor=st.sampled_from([None, True, False]),
    deadline=st.none() | st.just("permanent") | st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    zones=st.lists(st.sampled_from(["cad", "SN", "BJ", "afrique"]), unique=True),
    tags=st.lists(st.sampled_from(["puits", "école", "eau potable"]), unique=True),
)  # fmt: skip
def test_what_is_exported_comes_back_the_same(
    world, title, funder, note, low, more, share, sponsor, deadline, zones, tags
):
    with transaction():
        for old in db.session.scalars(select(Resource)):
            old.state = "deleted"
    high = None if more is None else (low or 0) + more
    resource(
        world, title=title, funder=funder, deadline_note=note, min_amount=low, max_amount=high, zones=zones, tags=tags,
        max_cofunding_pct=share, requires_sponsor=sponsor, deadline=deadline, type="call", source=f"Texte.\n\n{note}",
    )  # fmt: skip
    csv_data = "".join(as_csv(ALL, SYSTEM, ORDER)).encode()
    with as_xlsx(ALL, SYSTEM, ORDER) as made:
        xlsx_data = made.read()
    for name, data in (("x.csv", csv_data), ("x.xlsx", xlsx_data)):
        with transaction():
            sheet = bring(SYSTEM, world.space(), name, data, by_id=world.user("corinne").id)
        (row,) = plan(sheet, SYSTEM).rows
        assert (row.outcome, row.differences, row.errors) == ("same", [], []), name


def test_new_rows_made_of_an_export_are_the_same_as_those_exported(world, as_, tmp_path):
    kept = {"type": "call", "funder": "Région", "max_amount": 12500, "deadline": date(2099, 3, 31), "zones": ["SN", "cad"],
            "audiences": ["association"], "territories": [], "tags": ["puits"], "level": "regional"}  # fmt: skip
    resource(world, title="Appel du littoral", **kept)
    before = export(as_(None), "jsonl").text
    text = "".join(as_csv(ALL, SYSTEM, ORDER))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    for row in rows:
        row.pop(0)  # without the number: other resources
    with transaction():
        for old in db.session.scalars(select(Resource)):
            old.state = "deleted"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    path = tmp_path / "x.csv"
    path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    done = CliRunner().invoke(commands[0], ["resources", str(path), "--space", "bretagne", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["made"] == 1
    again = json.loads(export(as_(None), "jsonl").text)
    first = json.loads(before)
    for name in ("id", "address", "standing", "verified_on"):
        first.pop(name), again.pop(name)
    assert first == again


def test_the_command_refuses_a_bad_sheet_whole(world, tmp_path):
    from tests.exchange.sheets import BAD, csv_file

    path = tmp_path / "aides.csv"
    path.write_bytes(csv_file(BAD))
    done = CliRunner().invoke(commands[0], ["resources", str(path), "--space", "bretagne"])
    assert done.exit_code == 1
    assert "30/02/2099" in done.output
    assert db.session.scalars(select(Resource)).first() is None
    assert db.session.scalars(select(Sheet)).first() is None


@pytest.mark.parametrize("format", ["csv", "xlsx", "jsonl"])
def test_the_command_writes_every_format(world, tmp_path, format):
    resource(world, title="Appel du littoral")
    path = tmp_path / f"out.{format}"
    done = CliRunner().invoke(commands[1], ["resources", "--format", format, "-o", str(path)])
    assert done.exit_code == 0, done.output
    again = CliRunner().invoke(commands[0], ["resources", str(path), "--space", "bretagne", "--dry-run", "--json"])
    assert again.exit_code == 0, again.output
    assert json.loads(again.output)["made"] == (1 if format == "jsonl" else 0)


def test_ten_thousand_rows_in_ten_seconds(world, as_):
    made = resource(world, title="Fonds", zones=["SN"], max_amount=100)
    item = {c.name: getattr(made, c.name) for c in Item.__table__.c if c.name not in ("id", "external_id")}
    own = {c.name: getattr(made, c.name) for c in Resource.__table__.c if c.name != "id"}
    first = made.id + 1
    with transaction():
        db.session.execute(insert(Item.__table__), [{**item, "id": first + n} for n in range(10_000)])
        db.session.execute(insert(Resource.__table__), [{**own, "id": first + n} for n in range(10_000)])
    for format in ("csv", "xlsx", "jsonl"):
        began = time.process_time()
        assert len(export(as_(None), format).data) > 100_000
        assert time.process_time() - began < 10, format


def valid(value, schema, root) -> None:
    """The part of JSON Schema that ours uses."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    kinds = {"string": str, "integer": int, "null": type(None), "array": list, "object": dict}
    if "enum" in schema:
        assert value in schema["enum"]
    if "const" in schema:
        assert value == schema["const"]
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert isinstance(value, tuple(kinds[name] for name in names)), (value, schema)
    if isinstance(value, str):
        assert schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**6)
        if schema.get("format") == "date":
            date.fromisoformat(value)
    if isinstance(value, int):
        assert schema.get("minimum", value) <= value <= schema.get("maximum", value)
    for each in value if isinstance(value, list) else []:
        valid(each, schema["items"], root)
    if isinstance(value, dict):
        assert set(schema["required"]) <= set(value) <= set(schema["properties"])
        for name, each in value.items():
            valid(each, schema["properties"][name], root)


def test_open_data_keeps_to_its_schema_and_holds_public_resources_only(world, as_):
    with transaction():
        space = world.private_space("awa")
        space.item_kinds = ["resource"]
    resource(world, title="Réservé", space=db.session.merge(space))
    resource(world, title="Refusé", standing="refused")
    resource(world, title="Ouvert toute l’année", deadline="permanent", zones=["SN"], max_cofunding_pct=50)
    resource(world, title="Fonds daté", deadline=date(2099, 3, 31), type="call")
    visitor = as_("awa")  # signed in or not, it is the same
    root = json.loads(visitor.get("/open-data/resources.schema.json").data)
    answer = visitor.get("/open-data/resources.json")
    found = json.loads(answer.data)
    valid(found, root, root)
    assert [each["title"] for each in found["resources"]] == ["Ouvert toute l’année", "Fonds daté"]
    assert found["resources"][0]["status"] == "permanent"
    assert set(root["$defs"]["resource"]["properties"]) == set(FIELDS)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    rows = list(csv.DictReader(io.StringIO(visitor.get("/open-data/resources.csv").text)))
    assert [row["title"] for row in rows] == ["Ouvert toute l’année", "Fonds daté"]
    assert as_(None).get("/open-data/").status_code == 200
