"""What somebody searches: words, and filters that came as words (territoire:bretagne) or from facets, as one object."""

import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from forum.core.i18n import _
from forum.index.analysis import fold, stems
from forum.index.language import parse
from forum.items.kinds import PLURALS, STATE_LABELS, kinds
from forum.resources.labels import types
from forum.resources.models import TYPES
from forum.territories.queries import themes, tree

LONGEST = 300
SORTS = ("relevance", "date", "deadline")
FILTERS = ("kind", "territory", "theme", "space", "state", "author", "before", "after")
# Words for several states at once; any single state may be said too, by its code or its name.
STATES = {
    "open": ("ouvert", "ouverte", "open"),
    "solved,settled,answered": ("resolu", "resolue", "solved", "answered", "repondu"),
    "verified": ("verifie", "verifiee", "verified"),
}
KINDS = {
    "thread": ("fil", "discussion", "question", "sujet", "thread"),
    "document": ("fiche", "document", "pratique"),
    "guide": ("guide", "collection"),
    "resource": ("ressource", "resource"),
    "need": ("besoin", "need"),
    "funding": ("financement", "subvention", "funding", "grant"),
    "call": ("appel", "call"),
    "training": ("formation", "training"),
    "accompaniment": ("accompagnement", "accompaniment", "support"),
    "contact": ("contact",),
    "tool": ("outil", "tool"),
}
# Words, as stems, that say what somebody would rather find. A preference, no filter.
MEANT = {
    "subvent": ("funding", "call"), "appel": ("funding", "call"), "bours": ("funding", "call"),
    "format": ("training",), "contact": ("contact",), "outil": ("tool",), "accompagn": ("accompaniment",),
}  # fmt: skip
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")
_FRENCH_DAY = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d{4})$")


@dataclass(frozen=True, slots=True)
class Asked:
    """Words and filters, as the address says them. `problems`: a sentence for each filter that means nothing."""

    q: str = ""
    kind: str = ""
    territory: str = ""
    theme: str = ""
    space: str = ""
    state: str = ""
    author: str = ""
    before: str = ""
    after: str = ""
    sort: str = "relevance"
    problems: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, values: Any) -> "Asked":
        """From the arguments of an address; what means nothing is left out, and said when it was typed."""
        parsed = parse(" ".join(values.get("q", "").split())[:LONGEST])
        typed, problems = {}, []
        for name, word in parsed.filters:
            found = _value(name, word)
            if found:
                typed[name] = found
            else:
                problems.append(_sentence(name, word))
        chosen = {name: _value(name, str(values.get(name, ""))) for name in (*FILTERS, "sort")}
        together = {**{name: value for name, value in chosen.items() if value}, **typed}
        return cls(q=parsed.rest, problems=tuple(problems), **together)

    def filters(self) -> dict[str, str]:
        """The filters that are set, without the words."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name)}

    def address(self, **changes: str) -> dict[str, str]:
        """What an address must say to ask this again; "" takes a filter out."""
        sort = {"sort": self.sort} if self.sort != "relevance" else {}
        return {name: value for name, value in {"q": self.q, **self.filters(), **sort, **changes}.items() if value}

    def without(self, name: str) -> "Asked":
        """With one filter less."""
        return replace(self, **{name: ""})


def meant(words: str) -> tuple[str, ...]:
    """The kinds that words name."""
    return tuple(dict.fromkeys(kind for stem in stems(words) for kind in MEANT.get(stem, ())))


def day_range(word: str) -> tuple[date, date] | None:
    """First day, and the day after the last one, of a year, a month or a day: 2027, 2027-01, 01/2027, 31/01/2027."""
    if found := _DAY.match(word):
        year, month, day = (int(part) if part else 0 for part in found.groups())
    elif found := _FRENCH_DAY.match(word):
        day, month, year = (int(part) if part else 0 for part in found.groups())
    else:
        return None
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first, last + timedelta(days=1)


def _value(name: str, word: str) -> str:
    """What a filter keeps for a word that somebody typed or that a facet's link holds; "": it means nothing."""
    word = word.strip()[:80]
    if not word:
        return ""
    if name == "territory":
        node = tree().find(word) or tree().find(fold(word).replace(" ", "-"))
        return node.code if node else ""
    if name == "theme":
        wanted = fold(word)
        known = ((each.code, [each.code, *each.labels, *each.synonyms]) for each in themes().values())
        return next((code for code, names in known if wanted in map(fold, names)), "")
    if name == "kind":
        return _kind(fold(word))
    if name == "state":
        wanted = fold(word)
        labels = {code: {code, fold(str(label))} for code, label in STATE_LABELS.items()}
        several = next((codes for codes, names in STATES.items() if wanted in names), "")
        states = [code for code in wanted.split(",") if code in STATE_LABELS]
        return several or ",".join(states) or next((code for code, names in labels.items() if wanted in names), "")
    if name in ("before", "after"):
        return word if day_range(word) else ""
    if name == "sort":
        return {"relevance": "relevance", "pertinence": "relevance", "date": "date", "deadline": "deadline", "echeance": "deadline"}.get(fold(word), "")  # fmt: skip
    return word.lstrip("@").lower()


def _kind(word: str) -> str:
    if word in PLURALS or word in TYPES or word == "guide":
        return word
    singular = word.removesuffix("s")
    return next((kind for kind, names in KINDS.items() if word in names or singular in names), "")


def _sentence(name: str, word: str) -> str:
    """What to do about a filter that means nothing."""
    return {
        "territory": _("No territory is called “%(word)s”: try a region or a department, such as territoire:bretagne.", word=word),
        "theme": _("No theme is called “%(word)s”: choose one in the list beside the results.", word=word),
        "kind": _("“%(word)s” is no type: try discussion, fiche, ressource, financement, formation or besoin.", word=word),
        "state": _("“%(word)s” is no state: try est:ouvert, est:résolu or est:vérifié.", word=word),
        "before": _("“%(word)s” is no date: write avant:2027, avant:2027-01 or avant:31/01/2027.", word=word),
        "after": _("“%(word)s” is no date: write après:2027, après:2027-01 or après:31/01/2027.", word=word),
        "sort": _("Results can be sorted by tri:pertinence, tri:date or tri:échéance.", word=word),
    }.get(name, _("The filter “%(word)s” means nothing here.", word=word))  # fmt: skip


def label_of(name: str, value: str) -> str:
    """The words of a filter, in the reader's language."""
    if name == "territory":
        node = tree().codes.get(value)
        return node.name if node else value
    if name == "theme":
        return next((each.label for each in themes().values() if each.code == value), value)
    if name == "kind":
        return {**types(), "guide": _("Guides"), **{each.name: str(each.many) for each in kinds()}}.get(value, value)
    if name == "state":
        return ", ".join(str(STATE_LABELS.get(code, code)) for code in value.split(","))
    said = {"before": _("before %(word)s", word=value), "after": _("after %(word)s", word=value), "author": _("by %(word)s", word=value)}  # fmt: skip
    return said.get(name, value)
