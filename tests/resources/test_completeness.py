"""All that the packaged catalogue knows stands in the form of its kind and on its page, and survives an edit."""

import re
from datetime import date
from html import unescape
from typing import Any

import html5lib
import pytest
from markupsafe import Markup
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.i18n import _, speaking
from forum.demo.catalogue import load_resources
from forum.demo.data_files import data
from forum.items.models.item import ItemTag, ItemTerritory, ItemTheme
from forum.resources import labels
from forum.resources.forms import GROUPS
from forum.resources.models import Resource, ResourceAudience, ResourceZone
from forum.territories.queries import theme, tree
from forum.territories.vocabulary import actor_types, place_name
from forum.web.filters import day

# A field of the file -> where the form asks for it. The others are asked under their own name.
ASKED = {
    "kind": "type", "actor_types": "audiences", "age_range": "min_person_age", "duration_months": "min_duration_months",
    "source": "origin", "excluded_countries": "excluded", "conditional_countries": "conditional",
}  # fmt: skip
COMMON = {"id", "title", "summary", "themes", "territories", "kind", "verified_on"}  # asked of every kind, or of none
HEAD = "{http://www.w3.org/1999/xhtml}"


def _plain(text: str) -> str:
    """As people read it: no tags, one kind of space and apostrophe, no space before signs."""
    text = unescape(Markup(text).striptags())
    text = text.replace("’", "'").replace("\u202f", " ").replace("\xa0", " ").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+([:;!?»%])", r"\1", re.sub(r"([«])\s+", r"\1", " ".join(text.split()))).lower()


def _number(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def _words(row: dict[str, Any]) -> list[str]:
    """What the page must say of a row of the file."""
    said = [row["title"], row["summary"], row["funder"], row["url"].split(" ")[0], row["source"]]
    said += [row[name] for name in ("contact", "tool", "page_date", "deadline_note") if row.get(name)]
    said += [_number(row[name]) for name in row if name.startswith(("min_", "max_")) and type(row[name]) is int]
    said += [str(end) for name in ("age_range", "duration_months") for end in row.get(name) or ()]
    said += [actor_types()[code] for code in row["actor_types"]]
    said += [place_name(code) for code in (*row["zones"], *(row.get("excluded_countries") or ()))]
    said += [f"{place_name(code)}: {text}" for code, text in (row.get("conditional_countries") or {}).items()]
    said += [tree().codes[code].name for code in row["territories"]]
    said += [theme(code).label for code in row["themes"]]
    said += [labels.levels()[row["level"]], labels.types()[row["kind"]], labels.confidences()[row["confidence"]]]
    said += [labels.rule(name, share) for name, share in (row.get("rules") or {}).items()]
    said += [_("open all year")] if row.get("deadline") == "permanent" else []
    said += [day(date.fromisoformat(row["verified_on"]))] if row.get("verified_on") else []
    return said


def _fields(html: str) -> dict[str, list[str]]:
    """What a browser would send of the form, untouched."""
    found: dict[str, list[str]] = {}
    document = html5lib.parse(html, treebuilder="etree")
    form = next(each for each in document.iter(f"{HEAD}form") if "data-draft" in each.attrib)
    for each in form.iter():
        name, kind = each.get("name"), each.get("type", "text")
        if not name:
            continue
        if each.tag == f"{HEAD}textarea":
            found.setdefault(name, []).append((each.text or "").removeprefix("\n"))
        elif each.tag == f"{HEAD}select":
            options = list(each.iter(f"{HEAD}option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            found.setdefault(name, []).extend(option.get("value", "") for option in chosen)
        elif each.tag == f"{HEAD}input" and kind not in ("file", "submit", "button"):
            if kind not in ("checkbox", "radio") or "checked" in each.attrib:
                found.setdefault(name, []).append(each.get("value", ""))
    return found


def _state(item_id: int) -> dict[str, Any]:
    db.session.expire_all()
    resource = db.session.get_one(Resource, item_id)
    table = Resource.__table__
    columns = db.session.execute(select(table).where(table.c.id == item_id)).one()._asdict()
    lists = {
        "zones": select(ResourceZone.zone).where(ResourceZone.resource_id == item_id),
        "audiences": select(ResourceAudience.actor_type).where(ResourceAudience.resource_id == item_id),
        "territories": select(ItemTerritory.territory_id).where(ItemTerritory.item_id == item_id),
        "themes": select(ItemTheme.theme_id).where(ItemTheme.item_id == item_id),
        "tags": select(ItemTag.tag_id).where(ItemTag.item_id == item_id),
    }
    of_item = ("title", "source", "summary", "origin", "territory_id", "version")
    return {
        **columns, **{name: getattr(resource, name) for name in of_item},
        **{name: sorted(db.session.scalars(rows)) for name, rows in lists.items()},
    }  # fmt: skip


@pytest.fixture
def packaged(world) -> list[tuple[int, dict[str, Any]]]:
    """All 91, as the demonstration brings them."""
    with transaction():
        load_resources()
    ids = dict(db.session.execute(select(Resource.external_id, Resource.id)).all())
    return [(ids[row["id"]], row) for row in data("resources")["resources"]]


def test_each_known_field_is_in_the_form_of_its_kind():
    asked = {name: types for _title, fields in GROUPS for name, types in fields.items()}
    missing = set()
    for row in data("resources")["resources"]:
        for name, value in row.items():
            field = ASKED.get(name, name)
            if name == "deadline" and value == "permanent":
                field = "status"
            if name in COMMON or value in (None, "", [], {}):
                continue
            names = value if name == "rules" else [field]
            missing |= {(row["kind"], each) for each in names if row["kind"] not in asked.get(each, ())}
    assert not missing


def test_each_known_value_is_on_the_page(packaged, app, as_):
    browser, missing = as_(None), []
    for item_id, row in packaged:
        page = _plain(browser.get(f"/resources/{item_id}", follow_redirects=True).get_data(as_text=True))
        with app.test_request_context(headers={"Accept-Language": "fr"}), speaking("fr"):
            missing += [(row["id"], words) for words in _words(row) if _plain(words) not in page]
    assert not missing, "\n".join(map(str, missing))


def test_each_known_value_survives_an_edit_without_change(packaged, as_):
    browser, changed = as_("ada"), []
    for item_id, row in packaged:
        before = _state(item_id)
        sent = _fields(browser.get(f"/resources/{item_id}/edit").get_data(as_text=True))
        answer = browser.post(f"/resources/{item_id}/edit", data=sent)
        assert answer.status_code == 303, (row["id"], answer.get_data(as_text=True)[:3000])
        after = _state(item_id)
        changed += [(row["id"], name, before[name], after[name]) for name in before if before[name] != after[name]]
    assert not changed
