"""A project from what is known: of an organisation, or from the words of an address. Knows no form."""

from collections.abc import Mapping
from typing import Any

from forum.core import clock
from forum.people.models import Organisation
from forum.resources.fit import Project
from forum.territories.queries import theme, tree
from forum.territories.vocabulary import actor_types, countries

QUESTIONS = ("actor", "age", "budget", "seat", "country", "theme", "amount", "total", "months")
NUMBERS = ("age", "budget", "amount", "total", "months")
MOST = 1_000_000_000


def known_of(organisation: Organisation) -> dict[str, Any]:
    """The answers that an organisation's own page gives. For those who act for it: the budget is theirs alone."""
    node = tree().nodes.get(organisation.territory_id or 0)
    founded, today = organisation.founded_on, clock.today()
    age = founded and today.year - founded.year - ((today.month, today.day) < (founded.month, founded.day))
    found = {
        "actor": organisation.kind, "age": age, "budget": organisation.annual_budget,
        "seat": node.code if node else "", "country": (organisation.countries or [""])[0],
        "theme": list(organisation.themes or ()),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def project_of(organisation: Organisation) -> Project:
    """A project of this organisation, of which nothing else is told."""
    return project_in({**known_of(organisation), "theme": ",".join(organisation.themes or ())})


def project_in(answers: Mapping[str, Any]) -> Project:
    """What an address or a kept search tells; what means nothing counts as not told. `theme`: codes and commas."""
    node, country = tree().find(str(answers.get("seat") or "")), str(answers.get("country") or "")
    actor = str(answers.get("actor") or "")
    subjects = [each.strip() for each in str(answers.get("theme") or "").split(",")]
    return Project(
        actor=actor if actor in actor_types() else "", country=country if country in countries() else "",
        themes=frozenset(each for each in subjects if theme(each)), seat=node.above if node else (),
        below_seat=frozenset(tree().below[node.id]) if node else frozenset(),
        is_overseas=bool(node and node.insee.startswith("97")),
        **{name: _whole(answers.get(name)) for name in NUMBERS},
    )  # fmt: skip


def _whole(value: Any) -> int | None:
    digits = "".join(each for each in str("" if value is None else value) if not each.isspace() and each not in "€.,")
    found = int(digits) if digits.isdecimal() and len(digits) < 11 else None
    return found if found is not None and found <= MOST else None
