"""One cell: what people write, as the catalogue keeps it. Refuses with a sentence that says what to write."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.ids import folded

MONTHS = {
    name: number
    for number, names in enumerate(
        ("janvier january janv jan", "fevrier february fevr fev feb", "mars march mar", "avril april avr apr", "mai may",
         "juin june jun", "juillet july juil jul", "aout august aug", "septembre september sept sep",
         "octobre october oct", "novembre november nov", "decembre december dec"), 1)
    for name in names.split()
}  # fmt: skip
UNITS = {"": 1, "€": 1, "eur": 1, "euro": 1, "euros": 1, "k": 1_000, "k€": 1_000, "ke": 1_000, "keur": 1_000,
         "m": 1_000_000, "m€": 1_000_000, "me": 1_000_000, "meur": 1_000_000, "million": 1_000_000,
         "millions": 1_000_000, "%": 1, "an": 1, "ans": 1, "mois": 1, "years": 1, "months": 1, "jours": 1}  # fmt: skip
NUMBER = re.compile(r"(-?[\d.,]+)([a-z€%]*)")
PERMANENT = {
    "permanent",
    "permanente",
    "toute l'annee",
    "toute annee",
    "en continu",
    "au fil de l'eau",
    "all year",
    "open all year",
}
UNKNOWN = {"", "?", "n/a", "na", "nc", "n.c.", "inconnu", "inconnue", "unknown", "nd", "non renseigne", "non precise"}
ERASE = {"-", "–", "—", "(vide)", "(empty)"}
FIRST = date(1899, 12, 30)  # day 0 of Excel


def squeezed(value: Any) -> str:
    """Without any kind of space: 12 500 → 12500."""
    return "".join(each for each in str(value) if not each.isspace() and unicodedata.category(each) != "Cf")


def whole(value: Any, most: int = 1_000_000_000) -> int:
    """12 500 €, 12.500, 12500,00, 10 k€, 1,5 M€, 50 %. Raises Invalid."""
    text = squeezed(value).lower().replace("\u2019", "'")
    found = NUMBER.fullmatch(text.replace("'", ""))
    if isinstance(value, bool) or not found or found[2] not in UNITS:
        raise Invalid(_("“%(value)s” is no number: write 12500.", value=str(value)[:40]))
    exact = _decimal(found[1], str(value)) * UNITS[found[2]]
    number = round(exact)
    if abs(exact - number) > 1e-6:
        raise Invalid(_("“%(value)s” is not whole: write it without decimals.", value=str(value)[:40]))
    if not 0 <= number <= most:
        raise Invalid(_("Give a number between 0 and %(most)s.", most=most))
    return number


def _decimal(text: str, shown: str) -> float:
    """12500 · 12500,5 · 12500.5 · 12.500 and 1.250.000 (thousands) · 12,500 could be both, and is refused."""
    unclear = Invalid(_("“%(value)s” may be read in two ways: write 12500.", value=shown[:40]))
    try:
        if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text):
            return float(text.replace(".", "").replace(",", "."))
        if re.fullmatch(r"-?\d{1,3}(,\d{3}){2,}(\.\d+)?|-?\d{1,3},\d{3}\.\d+", text):
            return float(text.replace(",", ""))
        if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text):
            raise unclear
        return float(text.replace(",", "."))
    except ValueError as problem:
        raise Invalid(_("“%(value)s” is no number: write 12500.", value=shown[:40])) from problem


def day(value: Any) -> date:
    """31/03/2027, 31.3.27, 2027-03-31, 31 mars 2027, 46112 (a day of Excel). Raises Invalid."""
    refusal = Invalid(_("“%(value)s” is no day: write 31/03/2027.", value=str(value)[:40]))
    text = folded(str(value)).removeprefix("le ").replace("1er ", "1 ")
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _possible(FIRST + timedelta(days=int(float(text))), refusal)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})([ t].*)?", text):
        return _made(found[1], found[2], found[3], refusal)
    if found := re.fullmatch(r"(\d{1,2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{4}|\d{2})( \d.*)?", text):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return _made(year, found[2], found[1], refusal)
    if (found := re.fullmatch(r"(?:[a-z]+ )?(\d{1,2}) ([a-z]+)\.? (\d{4})", text)) and found[2] in MONTHS:
        return _made(found[3], str(MONTHS[found[2]]), found[1], refusal)
    raise refusal


def _made(year: str, month: str, number: str, refusal: Invalid) -> date:
    try:
        return _possible(date(int(year), int(month), int(number)), refusal)
    except ValueError as problem:
        raise refusal from problem


def _possible(found: date, refusal: Invalid) -> date:
    if not 1990 <= found.year <= 2100:
        raise refusal
    return found


def is_permanent(value: Any) -> bool:
    """Open all year."""
    return folded(str(value)) in PERMANENT


def choice(value: Any, words: Mapping[str, str]) -> str:
    """A code, by itself or by its label in either language (`words`: folded word → code). Raises Invalid."""
    word = folded(str(value))
    if word in words:
        return words[word]
    near = [code for known, code in words.items() if known.startswith(word)] if len(word) > 3 else []
    if len(set(near)) == 1:
        return near[0]
    some = ", ".join(dict.fromkeys(known for known in words if len(known) > 3 and known not in words.values()))
    raise Invalid(_("“%(value)s” is unknown: write one of %(some)s.", value=str(value)[:40], some=some[:160]))


def several(value: Any, words: Mapping[str, str]) -> list[str]:
    """Codes of a list: cut at semicolons, bars and line ends; at commas where the whole is no word. Raises Invalid."""
    found: list[str] = []
    for part in re.split(r"[;|\n]", str(value)):
        part = part.strip()
        if not part:
            continue
        if folded(part) in words:
            found.append(words[folded(part)])
            continue
        found += [choice(each.strip(), words) for each in part.split(",") if each.strip()]
    return list(dict.fromkeys(found))


def yes(value: Any) -> bool:
    """oui, non, x, 1, 0. Raises Invalid."""
    word = folded(str(value))
    if word in ("oui", "o", "x", "1", "vrai", "yes", "y", "true"):
        return True
    if word in ("non", "n", "0", "faux", "no", "false"):
        return False
    raise Invalid(_("“%(value)s” is neither yes nor no.", value=str(value)[:40]))
