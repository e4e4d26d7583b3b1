"""What a person typed: the quoted text goes, signatures of programs go, answers between the lines keep theirs."""

import re
from dataclasses import dataclass
from itertools import groupby

from mailparser_reply import EmailReplyParser

from forum.correspondence.reading import patterns
from forum.correspondence.reading.cutting import marked
from forum.correspondence.reading.layout import tidy, unwrapped
from forum.correspondence.reading.letter import Letter
from forum.correspondence.reading.markdown import is_telling, markdown_of

KEPT = 6  # lines of a quotation that stay above the answer given to them
SIGNED = 15  # lines of a signature at most
OTHERS = ["de", "es", "it", "nl", "pt", "pl"]  # languages of programs that our own rules do not speak
FOREIGN = re.compile(r"\b(?:schrieb|escribió|ha scritto|schreef|escreveu|napisał|Von:|Gesendet:|Enviado|Inviato)", re.I)


@dataclass(frozen=True, slots=True)
class Typed:
    """The text as Markdown; whether anything was left out."""

    text: str
    is_cut: bool


def typed(letter: Letter, *, is_answer: bool | None = None) -> Typed:
    """What was typed in this letter. `is_answer`: it answers something, even where its headers do not say so."""
    body = letter.body
    is_answer = bool(letter.answers) if is_answer is None else is_answer
    is_forward = bool(patterns.FORWARDING.match(letter.subject))
    if body.html and (is_telling(body.html) or not body.plain.strip()):
        return typed_in(markdown_of(body.html), is_answer=is_answer, is_forward=is_forward)
    return typed_in(unwrapped(body.plain), is_answer=is_answer, is_forward=is_forward)


def typed_in(text: str, *, is_answer: bool = True, is_forward: bool = False) -> Typed:
    """What was typed in a text."""
    lines = [line.rstrip() for line in text.replace("\u00a0", " ").split("\n")]
    kinds = marked(lines, is_forward=is_forward)
    pieces = [
        ("T" if kind in "TB" else kind, [line for line, _kind in rows])
        for kind, rows in groupby(zip(lines, _blanks_with(kinds), strict=True), key=lambda row: row[1])
    ]
    pieces = [(kind, _unsigned(rows) if kind == "T" else rows) for kind, rows in pieces]
    pieces = [(kind, rows) for kind, rows in pieces if kind != "T" or any(rows)]
    if is_answer and set(kinds) <= {"T", "B"} and (cut := _elsewhere(text)):
        return Typed(tidy(cut), True)
    if is_forward and (whole := _forwarded(pieces)):
        return Typed(tidy(whole), False)
    kept = _without_quotations(pieces, is_answer or "A" in kinds)
    result = tidy("\n".join(kept))
    return Typed(result, bool(set(kinds) & {"Q", "R", "A"}))


def _blanks_with(kinds: str) -> str:
    """A blank line inside a quotation is quoted; others count as typed."""
    return re.sub(r"(?<=Q)B+(?=Q)", lambda found: "Q" * len(found[0]), kinds).replace("B", "T")


def _without_quotations(pieces: list[tuple[str, list[str]]], is_answer: bool) -> list[str]:
    """Quotations at the end go, and one that begins the text; those between answers keep their last paragraph."""
    words = [kind for kind, _rows in pieces if kind in "TQ"]
    last = max((at for at, (kind, _rows) in enumerate(pieces) if kind == "T"), default=-1)
    is_bottom = words[:2] == ["Q", "T"] and len(words) == 2
    kept: list[str] = []
    for at, (kind, rows) in enumerate(pieces):
        if kind == "T":
            kept += ["", *rows] if kept else rows
        elif kind == "Q" and not is_answer:
            kept += ["", *rows, ""]
        elif kind == "Q" and at < last and not is_bottom:
            kept += ["", *_sense_of(rows), ""]
    return kept


def _sense_of(rows: list[str]) -> list[str]:
    """The last paragraph that was quoted, without what it quoted itself."""
    own = [re.sub(r"^\s*> ?", "", row) for row in rows]
    own = ["" if row.lstrip().startswith(">") else row for row in own]
    while own and not own[-1].strip():
        own.pop()
    paragraph: list[str] = []
    for row in reversed(own):
        if not row.strip():
            break
        paragraph.insert(0, row)
    return [f"> {row}" for row in paragraph[-KEPT:]]


def _unsigned(rows: list[str]) -> list[str]:
    """Without the signature, and without what programs, virus scanners and lists write under a text."""
    for at, row in enumerate(rows):
        if patterns.DELIMITER.match(row) and len([each for each in rows[at:] if each.strip()]) <= SIGNED:
            rows = rows[:at]
            break
    while rows:
        if not rows[-1].strip() or patterns.FOOTER.match(patterns.plain(rows[-1])) or patterns.LINE.match(rows[-1]):
            rows = rows[:-1]
            continue
        at = next((n for n in range(len(rows) - 1, max(-1, len(rows) - 7), -1) if patterns.RULE.match(rows[n])), None)
        if at is not None and any(patterns.LIST_FOOTER.search(row) for row in rows[at:]):
            rows = rows[:at]
            continue
        break
    return rows


def _forwarded(pieces: list[tuple[str, list[str]]]) -> str:
    """A letter passed on: what is passed on is what the person wants to say. Addresses are left out."""
    rest = [row for kind, rows in pieces if kind in "RAQ" for row in rows]
    above = [row for kind, rows in pieces if kind == "T" for row in rows]
    if not rest:
        return ""
    shown: list[str] = []
    for row in rest:
        line = re.sub(r"^\s*> ?", "", row)
        header = patterns.HEADER.match(patterns.plain(line))
        if header and header["name"].lower() not in patterns.FROM | patterns.ABOUT:
            continue
        if header or patterns.ATTRIBUTION.match(patterns.plain(line)):
            line = re.sub(r"\s*[<\[(]+[^<>\s()\[\]]+@[^<>\s]+[>\])]+", "", line)
            line = re.sub(r"\S+@\S+", "…", line)
        if not (patterns.FORWARDED.match(line) or patterns.RULE.match(line) or line.startswith("\x01")):
            shown.append(line)
    quoted = "\n".join(shown).strip("\n").split("\n")
    return "\n".join([*above, "", *(f"> {row}".rstrip() for row in quoted)])


def _elsewhere(text: str) -> str:
    """In languages that our rules do not speak, the library's rules say where the quotation begins."""
    # The library's patterns take unbounded time on some texts: short ones only, and only with a word of theirs.
    if len(text) > 6000 or not FOREIGN.search(text) or any(len(line) > 200 for line in text.split("\n")):
        return ""
    try:
        found = EmailReplyParser(languages=OTHERS).read(text).replies
    except (re.error, RecursionError):
        return ""
    if len(found) < 2 or not found[0].content.strip():
        return ""
    first = found[1].headers.split("\n")[0].strip() if found[1].headers else ""
    above, middle, _below = text.partition(first) if first else ("", "", "")
    return above if middle and above.strip() else ""
