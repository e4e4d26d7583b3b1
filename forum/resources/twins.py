"""Do two sheets speak of the same thing? A score from title, funder and web page. Knows no database.

Years, editions and the words that every call has say nothing; a web page says much when it is more than a site.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from forum.core.ids import folded

ALIKE = 0.7  # shown to whoever looks
SURE = 0.85  # asked before it is proposed
CLOSE = 0.4  # of the words of two titles that are shared, below which they are not alike
COMMON = 60  # a word that more sheets have does not bring two together by itself
SMALL = frozenset(
    "les des aux pour par sur avec dans une the and for appel appels projet projets edition annee session fonds aide"
    " aides dispositif programme soutien financement".split()
)


@dataclass(frozen=True, slots=True)
class Twin:
    """What of a resource is compared. `title` and `url`: their keys."""

    id: int
    title: str
    funder: str
    url: str
    words: frozenset[str] = field(default_factory=frozenset)
    name: str = ""
    slug: str = ""
    offered: str = ""  # by whom, as it was written

    @classmethod
    def of(cls, id: int, title: str, funder: str, url: str, slug: str = "") -> "Twin":
        """From what people wrote."""
        key = title_key(title)
        return cls(id, key, folded(funder), url_key(url), words_of(key), title, slug, funder)


def title_key(title: str) -> str:
    """ " appel microprojets printemps ": folded words of three letters and more, between spaces."""
    words = [word for word in re.findall(r"[a-z0-9]+", folded(title)) if len(word) > 2]
    return f" {' '.join(words)} "[:200]


def url_key(url: str) -> str:
    """Without the scheme, www., what follows ? or #, and the last slash."""
    text = re.sub(r"^https?://", "", url.strip().lower())
    return re.split(r"[?#]", text)[0].removeprefix("www.").rstrip("/")[:200]


def words_of(key: str) -> frozenset[str]:
    """The words that tell it from others, without plural and without years; all of them where that leaves none."""
    every = [word.rstrip("sx") or word for word in key.split() if not re.fullmatch(r"(19|20)\d\d", word)]
    return frozenset(word for word in every if word not in SMALL and f"{word}s" not in SMALL) or frozenset(every)


def score(one: Twin, other: Twin) -> float:
    """0 to 1. What is unknown on either side is left out."""
    parts = [(0.6, _titles(one, other))]
    if one.funder and other.funder:
        parts.append((0.25, _funders(one.funder, other.funder)))
    if one.url and other.url:
        parts.append((0.25, _pages(one.url, other.url)))
    found = sum(weight * value for weight, value in parts) / sum(weight for weight, _value in parts)
    if one.url and one.url == other.url and "/" in one.url and parts[0][1] >= 0.5:
        return max(found, 0.9)
    return found


def _titles(one: Twin, other: Twin) -> float:
    if one.words == other.words:
        return 1.0 if one.words else 0.0
    by_words = 2 * len(one.words & other.words) / ((len(one.words) + len(other.words)) or 1)
    if by_words < CLOSE:  # comparing letters costs a hundred times more, and would not bring it up to the mark
        return by_words
    texts = sorted(" ".join(sorted(each.words)) for each in (one, other))
    return max(by_words, 0.9 * SequenceMatcher(None, *texts, autojunk=False).ratio())


def _funders(one: str, other: str) -> float:
    mine, theirs = (set(re.findall(r"[a-z0-9]{2,}", re.sub(r"\(.*?\)", "", each) or each)) for each in (one, other))
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _pages(one: str, other: str) -> float:
    if one == other:
        return 1.0 if "/" in one else 0.7
    return 0.5 if one.split("/")[0] == other.split("/")[0] else 0.0


class Known:
    """Many sheets, so that those that may be alike are found without comparing all with all."""

    def __init__(self, sheets: Iterable[Twin], common: int = COMMON) -> None:
        self.common = common
        self.sheets = {sheet.id: sheet for sheet in sheets}
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.by_url: dict[str, list[int]] = defaultdict(list)
        for sheet in self.sheets.values():
            for word in sheet.words:
                self.by_word[word].append(sheet.id)
            if "/" in sheet.url:
                self.by_url[sheet.url].append(sheet.id)

    def near(self, sheet: Twin, least: float = ALIKE) -> list[tuple[float, Twin]]:
        """Those that are alike, the most alike first."""
        shared: Counter[int] = Counter()
        for word in sheet.words:
            found = self.by_word.get(word, ())
            if len(found) <= self.common:
                shared.update(found)
        enough = 1 if len(sheet.words) <= 3 else 2
        ids = {each for each, count in shared.items() if count >= enough}
        ids.update(self.by_url.get(sheet.url, ()))
        scored = ((score(sheet, self.sheets[each]), self.sheets[each]) for each in ids if each != sheet.id)
        return sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: (-pair[0], pair[1].id))

    def pairs(self) -> list[tuple[float, Twin, Twin]]:
        """Every two that are alike, once, the older first."""
        found = []
        for sheet in self.sheets.values():
            found += [(points, sheet, other) for points, other in self.near(sheet) if sheet.id < other.id]
        return sorted(found, key=lambda each: (-each[0], each[1].id, each[2].id))
