"""What a space asks for with every question: fields that its keepers choose, checked, woven into the text.

A field is kept as {"key", "label", "help", "kind", "required", "options"}; kind: text, choice or amount.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.spaces.models import Space

KINDS = ("text", "choice", "amount")
MOST, LONGEST = 8, 500
AMOUNT = re.compile(r"^\d{1,3}(?:[  \u202f\u00a0.]?\d{3})*(?:,\d{1,2})?$|^\d{1,12}(?:[.,]\d{1,2})?$")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to say with a question."""

    key: str
    label: str
    help: str = ""
    kind: str = "text"
    required: bool = False
    options: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """In the form."""
        return f"ask-{self.key}"


def fields_of(space: Space | None) -> list[Field]:
    """What this space asks for."""
    return [Field(**{**row, "options": tuple(row.get("options", ()))}) for row in (space.ask_fields if space else [])]


def checked_fields(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What keepers typed, as it is kept: rows without a label are left out. Raises Invalid naming the row."""
    made: list[dict[str, Any]] = []
    wrong: dict[str, str] = {}
    for place, row in enumerate(rows):
        label = " ".join(str(row.get("label", "")).split())
        if not label:
            continue
        options = list(
            dict.fromkeys(each.strip()[:80] for each in str(row.get("options", "")).splitlines() if each.strip())
        )
        kind = row.get("kind") if row.get("kind") in KINDS else "text"
        key = slug_of(label)[:40] or f"field-{place}"
        if len(label) > 80:
            wrong[f"label-{place}"] = _("80 characters at most.")
        if key in {each["key"] for each in made}:
            wrong[f"label-{place}"] = _("This name is there twice.")
        if kind == "choice" and not 2 <= len(options) <= 30:
            wrong[f"options-{place}"] = _("Give two to thirty choices, one a line.")
        made.append({
            "key": key, "label": label, "help": " ".join(str(row.get("help", "")).split())[:200], "kind": kind,
            "required": bool(row.get("required")), "options": options if kind == "choice" else [],
        })  # fmt: skip
    if len(made) > MOST:
        wrong["label-0"] = _("Eight fields at most: a long form keeps people from asking.")
    if wrong:
        raise Invalid(fields=wrong)
    return made


def answers(fields: list[Field], value_of: Callable[[str], str | None]) -> tuple[dict[str, str], dict[str, str]]:
    """What was answered by key, and what is wrong with it by key."""
    given, wrong = {}, {}
    for field in fields:
        value = " ".join((value_of(field.name) or "").split())
        given[field.key] = value
        if not value:
            if field.required:
                wrong[field.key] = _("This space asks for it.")
        elif field.kind == "choice" and value not in field.options:
            wrong[field.key] = _("Choose one of the proposed values.")
        elif field.kind == "amount" and not AMOUNT.match(value.removesuffix("€").strip()):
            wrong[field.key] = _("Give an amount in figures, for example 12 500.")
        elif len(value) > LONGEST:
            wrong[field.key] = _("500 characters at most.")
    return given, wrong


def woven(fields: list[Field], given: dict[str, str], source: str) -> str:
    """The text with the answers before it, as a small definition list. Nothing answered, nothing added."""
    rows = [(field, given[field.key]) for field in fields if given.get(field.key)]
    if not rows or not source.strip():
        return source
    lines = "\n".join(f"<dt>{_plain(field.label)}</dt><dd>{_plain(_shown(field, value))}</dd>" for field, value in rows)
    return f"<dl>\n{lines}\n</dl>\n\n{source}"


def _shown(field: Field, value: str) -> str:
    return f"{value.removesuffix('€').strip()} €" if field.kind == "amount" else value


def _plain(text: str) -> str:
    """Inside a definition, what was typed is text and nothing else: no mark-up, no mention."""
    return "".join(f"&#{ord(sign)};" if sign in "&<>@#*_`[]~|\\" else sign for sign in text)
