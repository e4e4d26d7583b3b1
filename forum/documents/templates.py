"""Texts to start from: Markdown files beside this one, in French and in English."""

from functools import cache
from pathlib import Path

from forum.core.i18n import _, language

FOLDER = Path(__file__).with_name("skeletons")


def choices() -> dict[str, str]:
    """What one may start from."""
    return {
        "practice": _("Practice sheet: context, steps, cost, partners, mistakes, results"),
        "method": _("Method sheet"),
        "experience": _("Experience report"),
        "checklist": _("Checklist"),
        "minutes": _("Minutes of a meeting"),
        "blank": _("Blank page"),
    }


@cache
def _read(name: str, locale: str) -> str:
    path = FOLDER / f"{name}.{locale}.md"
    return path.read_text() if path.is_file() else ""


def skeleton(name: str) -> str:
    """The text to start from in the current language; nothing for a blank page or an unknown name."""
    return _read(name, "en" if language.get() == "en" else "fr") if name in choices() else ""
