"""Numbers and lists in the sentences of rules."""

from collections.abc import Iterable, Mapping

from forum.core.i18n import _, language, ngettext


def euros(amount: int) -> str:
    """12 500 € in French, €12,500 in English."""
    grouped = f"{amount:,}"
    return f"€{grouped}" if language.get() == "en" else f"{grouped.replace(',', chr(0x202F))}\N{NO-BREAK SPACE}€"


def years(number: int) -> str:
    """One year, two years."""
    return ngettext("%(n)s year", "%(n)s years", number)


def named(codes: Iterable[str], names: Mapping[str, str]) -> str:
    """The names of codes, sorted, joined by commas."""
    return ", ".join(sorted(names.get(code, code) for code in codes)) or _("nobody named")
