"""French as people type it, made into terms: fold first, then stem, so that accents never matter.

Measured on open French questions: folding before stemming is the only order whose result does not
change when accents are left out (MRR@10 0.759 both ways, against 0.756 and 0.686 the other way round).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´ʹ′", "'"))
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007", " "))
ELISIONS = ("jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "qu", "l", "d", "j", "m", "t", "s", "c", "n")
# Inclusive writing keeps the common part: adhérent·es, adhérent.e.s, adhérent(e)s
_INCLUSIVE = re.compile(
    r"(?<=[a-z]{3})(?:[·•‧∙]|\.(?=(?:e|es|s|ne|nes|rice|rices|trice|trices)\b))[a-z]+(?:[·•‧∙.][a-z]+)*"
)
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,3}(?: \d{3})+)(?!\d)")
_DOTTED = re.compile(r"(?<![\d,.])(\d{1,3}(?:\.\d{3})+)(?![\d.])")  # 10.000
_KILO = re.compile(r"(?<!\w)(\d+)(?:k(?!\w)| ?k(?=€|eur))")
_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_ISO_DAY = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_FIRST = re.compile(r"(?<!\w)1er(?!\w)")
MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
# A verb and its subject turned round: parle-t-on, faut-il, cherchons-nous; this one: celui-ci
_TURNED = re.compile(r"(?<!rendez)(?:-t)?-(?:ils?|elles?|on|je|tu|nous|vous|ce|moi|toi|ci|la)$")
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
_FEMININE = re.compile(r"ees?$")
_FRENCH = Stemmer.Stemmer("french")

# Said so often that they weigh nothing; "sans", "pas", "moins"… change the meaning and stay.
STOP = frozenset(
    """
    a ai as au aux avec avez avons c ca ce cela celle celles celui ces cet cette ceux chez ci comme comment d dans
    de des donc dont du elle elles en entre es est et etaient etait etant etc ete etes etre eu eux fait faire faut
    fois font furent hors il ils j je l la le les leur leurs lors lui m ma mais me meme memes mes moi mon n ne ni
    nos notre nous on ont ou par parce pendant peu peut peuvent pour pourquoi puis qu quand que quel quelle
    quelles quels qui quoi s sa se sera serait ses si sinon soi soit son sont sous sur t ta te tes toi ton tous
    tout toute toutes tres trop tu un une vers via voici voila vos votre vous y the of and to in for is
    """.split()
)

# What a question asks for, rather than what its answer says: "quel est le nom…", "à quelle date…". They count less.
ASKING = frozenset(
    """
    nom noms date dates annee annees moment periode nombre combien quantite type types sorte raison raisons cause but
    role facon maniere moyen endroit lieu personne personnes evenement evenements consequence consequences
    appelle appellent appelait appelle nomme nommait nommee situe situee trouve trouvent principal principale
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as typed (folded), its stem, and where it stands."""

    exact: str
    stem: str
    start: int = 0
    end: int = 0


def fold(text: str) -> str:
    """Lower case, one apostrophe, ordinary spaces, no accents, œ and æ in two letters. Keeps the length of
    ordinary letters, so that places in the folded text are places in the text but for ligatures."""
    text = text.translate(APOSTROPHES).translate(SPACES).lower().replace("œ", "oe").replace("æ", "ae")
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word; numbers and acronyms of up to three letters stay as they are."""
    if len(word) <= 3 or not word.isalpha():
        return word
    # Without its accent, "adhérée" hides from the stemmer the ending that "adhéré" shows.
    return str(_FRENCH.stemWord(_FEMININE.sub("e", word) if len(word) > 4 else word))


def _tidy(text: str) -> str:
    folded = _INCLUSIVE.sub("", fold(text))
    folded = _THOUSANDS.sub(lambda found: found.group(1).replace(" ", ""), folded)
    folded = _DOTTED.sub(lambda found: found.group(1).replace(".", ""), folded)
    folded = _KILO.sub(lambda found: found.group(1) + "000 ", folded)
    folded = _DAY.sub(lambda found: _day(*found.groups()), folded)
    folded = _ISO_DAY.sub(lambda found: _day(*reversed(found.groups())), folded)
    return _FIRST.sub("1", folded)


def _day(day: str, month: str, year: str) -> str:
    """A date in figures as it is said: 31 decembre 2026."""
    number = int(month)
    return f"{int(day)} {MONTHS[number - 1] if 1 <= number <= 12 else number} {year}"


def _parts(token: str) -> list[str]:
    """Elisions go (l'eau, qu'on), and subjects after their verb; hyphens give the parts and the whole (micro-projet,
    microprojet)."""
    token = _TURNED.sub("", token)
    while "'" in token:
        head, _apostrophe, rest = token.partition("'")
        if head not in ELISIONS:
            return [piece for piece in token.replace("'", "-").split("-") if piece]
        token = rest
    if "-" in token:
        pieces = [piece for piece in token.split("-") if piece]
        joined = "".join(pieces)
        return [*pieces, joined] if len(pieces) == 2 and not joined.isdigit() else pieces
    return [token] if token else []


def words(text: str, *, keep_stops: bool = False) -> list[Word]:
    """The words of a text in order, stop words left out. Places are those of the folded text."""
    found = []
    for match in _WORD.finditer(_tidy(text)):
        for part in _parts(match.group()):
            if keep_stops or (part not in STOP and not (len(part) == 1 and part.isalpha())):
                found.append(Word(part, stem(part), match.start(), match.end()))
    return found


def stems(text: str) -> list[str]:
    """Only the stems."""
    return [word.stem for word in words(text)]
