"""The columns of the catalogue in a sheet: what they are called, how their cells are read and written."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forum.core import i18n
from forum.core.errors import Invalid
from forum.core.i18n import _, lazy
from forum.core.ids import folded
from forum.exchange.sheets import cells
from forum.resources import labels
from forum.territories.queries import themes, tree
from forum.territories.vocabulary import actor_types, countries, zones

# What spreadsheets show where a formula failed, in both languages.
ERRORS = set("#REF! #N/A #VALUE! #DIV/0! #NAME? #NUM! #NULL! #VALEUR! #NOM? #NOMBRE! #NUL!".split())
MARKED = re.compile(r"'+[=+\-@]")


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: text, number, share, day, choice, list, flag. `also`: other headings that mean it, folded, with bars."""

    name: str
    label: Any
    kind: str
    also: str = ""
    most: int = 0  # characters of a text


COLUMNS = (
    Column("number", lazy("Number in Palabre"), "text", "numero dans palabre|numero palabre|palabre", 12),
    Column("id", lazy("Reference of the source"), "text", "reference de la source|id|identifiant|ref|reference|code", 120),
    Column("title", lazy("Title"), "text", "titre|nom|intitule|nom du dispositif|dispositif|name|appel|nom de l'aide", 200),
    Column("type", lazy("Type"), "choice", "type|nature|categorie|type d'aide|kind"),
    Column("summary", lazy("Summary"), "text", "resume|en bref|presentation|objet|chapo", 500),
    Column("body", lazy("Description"), "text", "description|texte|detail|details|contenu|body|precisions", 20_000),
    Column("funder", lazy("Who offers it"), "text", "qui le propose|financeur|bailleur|organisme|porteur|structure|funder", 200),
    Column("level", lazy("Level"), "choice", "niveau|echelle|level|echelon"),
    Column("url", lazy("Web page"), "text", "page web|lien|url|site|site web|site internet|adresse web|lien web|web", 300),
    Column("contact", lazy("Contact"), "text", "contact|mail|courriel|email|telephone|adresse mail", 300),
    Column("tool", lazy("Where one applies or connects"), "text", "ou deposer sa demande ou se connecter|outil|plateforme", 200),
    Column("min_amount", lazy("Least amount (€)"), "number", "montant minimum (€)|montant min|montant minimum|montant mini|minimum|min|plancher"),
    Column("max_amount", lazy("Most (€)"), "number", "montant maximum (€)|montant max|montant maximum|montant|montant maxi|maximum|max|plafond|montant (€)|montant en euros|aide maximale"),
    Column("max_amount_overseas", lazy("Most, for overseas France (€)"), "number", "montant maximum, outre-mer (€)|montant outre-mer"),
    Column("max_amount_multi_year", lazy("Most, over several years (€)"), "number", "montant maximum, sur plusieurs annees (€)|montant pluriannuel"),
    Column("max_amount_ecsi", lazy("Most, for global citizenship education (€)"), "number", "montant maximum, pour l'ecsi (€)|montant ecsi"),
    Column("max_cofunding_pct", lazy("Share of the budget at most (%)"), "share", "part du budget au plus (%)|taux|taux max|taux maximum|taux de cofinancement|part maximale|taux de financement|cofinancement"),
    Column("max_cofunding_pct_collectivite", lazy("Share at most, for local authorities (%)"), "share", "part au plus, pour les collectivites (%)|taux collectivites"),
    Column("min_age_years", lazy("Years of existence at least"), "number", "annees d'existence au moins|anciennete|anciennete minimum|age minimum"),
    Column("min_annual_budget", lazy("Yearly resources at least (€)"), "number", "ressources annuelles au moins (€)|budget annuel min"),
    Column("max_annual_budget", lazy("Yearly resources at most (€)"), "number", "ressources annuelles au plus (€)|budget annuel max"),
    Column("min_project_budget", lazy("Budget of the project at least (€)"), "number", "budget du projet au moins (€)|budget projet min"),
    Column("max_project_budget", lazy("Budget of the project at most (€)"), "number", "budget du projet au plus (€)|budget projet max"),
    Column("min_person_age", lazy("Age of the participants from"), "number", "age des participants a partir de|age min"),
    Column("max_person_age", lazy("Age of the participants up to"), "number", "age des participants jusqu'a|age max"),
    Column("min_duration_months", lazy("Duration from (months)"), "number", "duree a partir de (mois)|duree min"),
    Column("max_duration_months", lazy("Duration to (months)"), "number", "duree jusqu'a (mois)|duree max|duree"),
    Column("requires_sponsor", lazy("Must another organisation stand for it?"), "flag", "une autre structure doit-elle la porter ?|portage"),
    Column("audiences", lazy("Open to"), "list", "ouvert a|beneficiaires|public|publics|pour qui|beneficiaire|cibles|eligibles"),
    Column("zones", lazy("Where the project acts"), "list", "ou le projet agit|zones|pays|zone|zone geographique|pays d'intervention|pays eligibles"),
    Column("excluded_countries", lazy("Excluded countries"), "list", "pays exclus|exclus"),
    Column("territories", lazy("Territories"), "list", "territoires|territoire|region|regions|departement|departements|perimetre"),
    Column("themes", lazy("Themes"), "list", "themes|theme|thematique|thematiques|domaine|domaines|secteur"),
    Column("tags", lazy("Words"), "text", "mots|mots-cles|mots cles|tags|etiquettes", 300),
    Column("opens_on", lazy("Opens on"), "day", "ouvre le|ouverture|date d'ouverture|debut|date de debut|date ouverture"),
    Column("deadline", lazy("Closes on (at midnight in Paris)"), "day", "cloture le (a minuit, heure de paris)|cloture|date limite|echeance|date de cloture|fin|deadline|date limite de depot|date de fin|limite"),
    Column("windows", lazy("Dates that return each year (one a line, like 1/02 – 31/03)"), "text", "dates de chaque annee|recurrence|sessions", 300),
    Column("usual_month", lazy("Or, when the days are not known: it usually returns in"), "number", "mois habituel|revient en general en"),
    Column("deadline_note", lazy("About the dates"), "text", "a propos des dates|note sur les dates|calendrier|periodicite", 5000),
    Column("status", lazy("What its page says today"), "choice", "ce que dit sa page aujourd'hui|statut|etat"),
    Column("origin", lazy("Where these facts were read"), "text", "ou ces faits ont ete lus|source|sources|origine", 300),
    Column("page_date", lazy("Date of that page"), "text", "date de cette page|date de la source", 40),
    Column("confidence", lazy("How sure is it?"), "choice", "a quel point est-ce sur ?|fiabilite|confiance"),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
DATES = ("opens_on", "deadline", "deadline_note", "status")  # what a source may update by itself


def guesses() -> dict[str, str]:
    """Folded heading → column."""
    found = {word: column.name for column in COLUMNS for word in column.also.split("|") if word}
    for column in COLUMNS:
        found.setdefault(folded(str(column.label)), column.name)
        found.setdefault(column.name, column.name)
    return found


def headings_of(rows: list[list[Any]]) -> tuple[int, list[str]]:
    """(place of the row of headings, its words): below titles; over two rows where a merged heading spans several."""
    known = guesses()
    best, place, words = 0.0, 0, [str(cell) for cell in rows[0]]
    for at, row in enumerate(rows[:20]):
        single = [str(cell).strip() for cell in row]
        for names, more in ((single, 0.0), (_joined(rows[at - 1], single) if at else single, 0.1)):
            filled = sum(bool(name) for name in names)
            score = sum(guess(name, known) != "" for name in names) * 10 + min(filled, 5) - at * 0.01 - more
            if filled > 1 and score > best:
                best, place, words = score, at, names
    return place, words


def _joined(above: list[Any], below: list[str]) -> list[str]:
    """Montant › min, Montant › max: a merged cell says its word once, for the columns that it spans."""
    names, last = [], ""
    for over, under in zip(above, below, strict=False):
        last = str(over).strip() or last
        names.append(f"{last} › {under}" if under and last else under or (last if str(over).strip() else ""))
    return names


def guess(heading: str, known: Mapping[str, str]) -> str:
    """The column that a heading means; empty when nothing is like it."""
    word = folded(heading.replace("›", " ")).strip(" :*.")
    if word in known:
        return known[word]
    if "›" in heading:
        return guess(heading.rpartition("›")[2], known)
    bare = word.split("(")[0].strip(" :*.")
    return known.get(bare, "")


def mapped(headings: list[str]) -> list[str]:
    """A guess for each heading, none twice: the first that fits best has it."""
    known, taken, found = guesses(), set(), []
    for heading in headings:
        name = guess(heading, known)
        found.append("" if name in taken else name)
        taken.add(name)
    return found


def shape_of(headings: list[str]) -> str:
    """The same for two files with the same headings."""
    text = json.dumps([folded(heading) for heading in headings], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _both(make: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    """Folded labels in both languages, and the codes themselves."""
    found: dict[str, str] = {}
    for language in ("fr", "en"):
        with i18n.speaking(language):
            for code, label in make().items():
                found[folded(str(label))] = code
                found.setdefault(code.lower(), code)
    return {word: code for word, code in found.items() if word}


def words_of(name: str) -> dict[str, str]:
    """Folded word → code, of a choice or a list."""
    if name == "territories":
        return {word: node.code for word, node in ((folded(w), n) for w, n in tree().words.items())}
    if name == "themes":
        rows = themes().values()
        return {folded(word): row.code for row in rows for word in (row.code, *row.labels, *row.synonyms) if word}
    if name == "zones":
        return _both(lambda: {**zones(), **countries()})
    if name == "excluded_countries":
        return _both(countries)
    if name == "type":
        more = {"subvention": "funding", "financement": "funding", "aap": "call", "appel a projet": "call",
                "appel": "call", "accompagnement": "accompaniment", "formations": "training"}  # fmt: skip
        return {**_both(labels.types), **more}
    makers = {"audiences": actor_types, "level": labels.levels, "status": labels.statuses}
    sure = {"high": _("Sure"), "medium": _("Fairly sure"), "low": _("Not sure")}
    return _both(makers.get(name, lambda: sure))


class Reader:
    """Reads cells; the words of lists are gathered once."""

    def __init__(self) -> None:
        self.words: dict[str, dict[str, str]] = {}

    def value(self, column: Column, cell: Any) -> Any:
        """None: nothing is said. `cells.ERASE`: it is unknown from now on. Raises Invalid."""
        text = str(cell).strip()
        if folded(text) in cells.UNKNOWN:
            return None
        if text in cells.ERASE or folded(text) in cells.ERASE:
            return [] if column.kind == "list" else "" if column.kind in ("text", "choice") else cells.ERASE
        if text in ERRORS:
            raise Invalid(_("“%(value)s” is an error of the sheet: correct its formula.", value=text[:40]))
        return self._read(column, cell, text)

    def _read(self, column: Column, cell: Any, text: str) -> Any:
        if column.kind == "text":
            text = text[1:] if MARKED.match(text) else text  # the mark that our own files put before
            kept = text if column.most > 1000 else " ".join(text.split())
            if len(kept) > column.most:
                raise Invalid(_("%(n)s characters at most; there are %(m)s.", n=column.most, m=len(kept)))
            return kept
        if column.kind in ("number", "share"):
            return cells.whole(cell, 100 if column.kind == "share" else 1_000_000_000)
        if column.kind == "day":
            return "permanent" if column.name == "deadline" and cells.is_permanent(text) else cells.day(cell)
        if column.kind == "flag":
            return cells.yes(cell)
        if column.name not in self.words:
            self.words[column.name] = words_of(column.name)
        words = self.words[column.name]
        return cells.several(text, words) if column.kind == "list" else cells.choice(text, words)


def shown(column: Column, value: Any) -> str:
    """A value in words, as a sheet and a preview show it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y") if i18n.language.get() == "fr" else value.isoformat()
    if column.kind == "choice":
        return str(_labels_of(column.name).get(value, value))
    if column.kind == "list":
        known = _labels_of(column.name)
        return "; ".join(str(known.get(each, each)) for each in value)
    return str(value)


def _labels_of(name: str) -> Mapping[str, Any]:
    if name == "territories":
        return {code: node.name for code, node in tree().codes.items()}
    if name == "themes":
        return {row.code: row.label for row in themes().values()}
    if name in ("zones", "excluded_countries"):
        return {**zones(), **countries()}
    makers = {"type": labels.types, "audiences": actor_types, "level": labels.levels, "status": labels.statuses}
    sure = {"high": _("Sure"), "medium": _("Fairly sure"), "low": _("Not sure")}
    return makers[name]() if name in makers else sure
