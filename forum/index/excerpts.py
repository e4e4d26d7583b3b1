"""The passage of a text that answers best, with the words found in it marked. Everything else is escaped."""

from html import escape

from forum.index.analysis import fold, words

LONGEST = 8_000  # characters looked at
AROUND = 220


def marked(text: str, stems: frozenset[str]) -> str:
    """The text escaped, each found word in <mark>."""
    places = [(word.start, word.end) for word in _words(text) if word.stem in stems]
    out, at = [], 0
    for start, end in places:
        if start < at:
            continue
        out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*out, escape(text[at:])])


def _words(text: str):  # type: ignore[no-untyped-def]
    # Places are those of the folded text: only when folding changed the length (ligatures) are they not sure.
    return words(text) if len(fold(text)) == len(text) and "·" not in text else words_by_place(text)


def words_by_place(text: str):  # type: ignore[no-untyped-def]
    """Word by word, for texts whose folded form has another length."""
    from forum.index.analysis import Word

    found, at = [], 0
    for piece in text.split(" "):
        for word in words(piece):
            found.append(Word(word.exact, word.stem, at, at + len(piece)))
            break
        at += len(piece) + 1
    return found


def best_window(text: str, stems: frozenset[str]) -> tuple[int, str]:
    """(how many different words are found, the passage marked) of the best place in a text."""
    text = " ".join(text[:LONGEST].split())
    places = [(word.start, word.stem) for word in _words(text) if word.stem in stems]
    if not places:
        return 0, escape(_cut(text, 0))
    best, best_start = 0, places[0][0]
    for index, (start, _stem) in enumerate(places):
        kinds = {stem for place, stem in places[index : index + 40] if place - start < AROUND}
        if len(kinds) > best:
            best, best_start = len(kinds), start
    begin = max(0, best_start - 60)
    if begin:
        begin = text.find(" ", begin) + 1
    return best, ("… " if begin else "") + marked(_cut(text, begin), stems)


def _cut(text: str, begin: int) -> str:
    piece = text[begin : begin + AROUND + 60]
    return piece if begin + len(piece) >= len(text) else piece.rsplit(" ", 1)[0] + " …"
