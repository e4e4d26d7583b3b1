"""The controlled words that come with the package: kinds of actors, zones, countries, acronyms."""

import json
from functools import cache
from typing import Any

from babel import Locale

from forum.core.i18n import language
from forum.paths import PACKAGE

DATA = PACKAGE / "territories" / "data"


@cache
def bundle(name: str) -> dict[str, Any]:
    """One data file: "vocab", "territories", "more"."""
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text())
    return found


@cache
def _labels(group: str, locale: str) -> dict[str, str]:
    english = bundle("more")[group] if locale == "en" else {}
    return {row["id"]: english.get(row["id"], row["label"]) for row in bundle("vocab")[group]}


def actor_types() -> dict[str, str]:
    """Kinds of organisations, by code, in the current language."""
    return _labels("actor_types", language.get())


def zones() -> dict[str, str]:
    """Groups of countries, by code, in the current language."""
    return _labels("zones", language.get())


@cache
def _countries(locale: str) -> dict[str, str]:
    english = Locale("en").territories if locale == "en" else {}
    rows = {row["code"]: english.get(row["code"], row["name"]) for row in bundle("vocab")["countries"]}
    return dict(sorted(rows.items(), key=lambda row: row[1]))


def countries() -> dict[str, str]:
    """Names of countries by ISO code, sorted by name, in the current language."""
    return _countries(language.get())


def place_name(code: str) -> str:
    """The name of a zone or a country; the code itself when it is neither."""
    return zones().get(code) or countries().get(code) or code


@cache
def is_oda_country(code: str) -> bool:
    """On the DAC list of countries eligible for official development assistance."""
    return any(row["code"] == code and row["dac"] for row in bundle("vocab")["countries"])
