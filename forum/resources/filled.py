"""Between the form and the columns: what was typed as the command takes it, and a resource as the form shows it."""

from typing import Any

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.items.queries.heads import Head, Labels
from forum.resources.forms import ResourceForm, codes_of
from forum.resources.queries.details import Details
from forum.resources.returning import text_of
from forum.resources.values import AMOUNTS, NUMBERS, RULES, SHARES
from forum.territories.queries import tree
from forum.territories.vocabulary import countries, zones

PLAIN = (
    "summary", "funder", "level", "url", "contact", "tool", "opens_on", "deadline", "deadline_note", "status",
    "origin", "page_date", "confidence", *AMOUNTS, *SHARES, *NUMBERS,
)  # fmt: skip
BOUNDS = {"summary": 500, "origin": 300}
SPONSOR = {"yes": True, "no": False}


def typed(form: ResourceForm) -> dict[str, Any]:
    """The values of the form, as `commands.propose` and `commands.change` take them."""
    values: dict[str, Any] = {name: form[name].data for name in PLAIN}
    for name, most in BOUNDS.items():
        values[name] = " ".join((values[name] or "").split())[:most]
    conditions = (line.partition(":") for line in (form.conditional.data or "").splitlines() if line.strip())
    return {
        **values,
        "type": form.type.data,
        "windows": form.windows.data or "",
        "usual_month": form.usual_month.data or None,
        "requires_sponsor": SPONSOR.get(form.requires_sponsor.data),
        "rules": {name: form[name].data for name in RULES if form[name].data is not None},
        "excluded_countries": codes_of(form.excluded.data or ""),
        "conditional_countries": {(codes_of(name) or [""])[0]: text.strip() for name, _colon, text in conditions},
        "zones": [*(form.zones.data or []), *codes_of(form.countries.data or "")],
        "audiences": form.audiences.data or [],
        "requires": _words(form.requires.data),
        "territories": [*form.territory_ids, *_places(form.more_territories.data)],
        "themes": form.themes.data or [],
        "tags": form.tag_words,
    }


def _words(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def _places(text: str | None) -> list[int]:
    nodes = {word: tree().find(word) for word in _words(text)}
    if unknown := [word for word, node in nodes.items() if node is None]:
        raise Invalid(fields={"more_territories": _("Unknown territory: %(name)s.", name=", ".join(unknown))})
    return [node.id for node in nodes.values() if node]


def as_form(item: Head, found: Details, labels: Labels) -> dict[str, Any]:
    """A resource as the form shows it."""
    names = countries()
    values = {name: found.columns[name] for name in PLAIN if name in found.columns}
    conditions = found.conditional_countries.items()
    sponsor = {True: "yes", False: "no", None: ""}[found.requires_sponsor]
    return {
        **values,
        **found.rules,
        "title": item.title,
        "source": item.source,
        "summary": item.summary,
        "origin": item.origin,
        "version": str(item.version),
        "type": found.type,
        "requires_sponsor": sponsor,
        "windows": text_of(found.windows),
        "usual_month": found.usual_month or 0,
        "excluded": ", ".join(names.get(code, code) for code in found.excluded_countries),
        "conditional": "\n".join(f"{names.get(code, code)}: {text}" for code, text in conditions),
        "zones": [zone for zone in found.zones if zone in zones()],
        "countries": ", ".join(names.get(zone, zone) for zone in found.zones if zone not in zones()),
        "requires": ", ".join(found.requires),
        "more_territories": ", ".join(node.name for node in labels.territories if node.id != item.territory_id),
        "audiences": found.audiences,
        "territory": tree().nodes[item.territory_id].code if item.territory_id in tree().nodes else "",
        "themes": [theme.id for theme in labels.themes],
        "tags": ", ".join(label for _slug, label in labels.tags),
    }  # fmt: skip
