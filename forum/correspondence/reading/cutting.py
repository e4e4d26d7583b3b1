"""Which lines of a text were quoted, and by which sign it is known: one letter a line.

T typed, Q quoted, A introduces a quotation, R belongs to a quotation without signs that goes to the end, B blank.
"""

from forum.correspondence.reading import patterns

REST = "\x01rest"  # the HTML side found where the quotation begins
LONG = 58  # characters of a quoted line that a program may have broken


def marked(lines: list[str], *, is_forward: bool = False) -> str:
    """One letter for each line."""
    kinds = ["B" if not line.strip() else "Q" if line.lstrip(" ").startswith(">") else "T" for line in lines]
    _overflow(lines, kinds)
    for at in range(len(lines)):
        if kinds[at] == "T" and (size := _introduction(lines, kinds, at)):
            after = _next(kinds, at + size)
            if after is not None and kinds[after] != "Q" and _ends_here(kinds, at, is_forward):
                kinds[at:] = ["R"] * (len(lines) - at)
                break
            if after is None or kinds[after] == "Q":
                kinds[at : at + size] = ["A"] * size
    return "".join(kinds)


def _ends_here(kinds: list[str], at: int, is_forward: bool) -> bool:
    """A quotation without signs ends the text, when something was typed above; else it may be all there is."""
    return is_forward or "T" in kinds[:at]


def _overflow(lines: list[str], kinds: list[str]) -> None:
    """Words that a program pushed out of a long quoted line, onto a line of their own, are quoted too."""
    for at in range(1, len(lines) - 1):
        if kinds[at] == "T" and kinds[at - 1] == kinds[at + 1] == "Q":
            if len(lines[at - 1]) >= LONG and len(lines[at]) < LONG / 2:
                kinds[at] = "Q"


def _next(kinds: list[str], at: int) -> int | None:
    return next((each for each in range(at, len(kinds)) if kinds[each] != "B"), None)


def _introduction(lines: list[str], kinds: list[str], at: int) -> int:
    """How many lines from here introduce a quotation; 0 when they do not."""
    line = patterns.plain(lines[at])
    if lines[at].startswith(REST) or patterns.OVERHEAD.search(line) or patterns.ONE_LINE.match(line):
        return 1 + header_block(lines, at + 1)
    if patterns.RUNNING.match(line):
        return 1
    if patterns.SEPARATOR.match(line) or patterns.FORWARDED.match(line):
        return 1 + header_block(lines, at + 1)
    if patterns.RULE.match(line) and (size := header_block(lines, at + 1)):
        return 1 + size
    if size := header_block(lines, at):
        return size
    return _attribution(lines, kinds, at)


def header_block(lines: list[str], at: int) -> int:
    """The length of "De : … Envoyé : … À : … Objet : …" from here, blank lines before it included; 0 for none."""
    end, last, seen, unknown = at, at, set(), 0
    while end < len(lines) and end < at + 16:
        line = patterns.plain(lines[end])
        found = patterns.HEADER.match(line)
        if found:
            seen.add(found["name"].lower())
            last, unknown = end + 1, 0
        elif not line:
            if seen and len(seen) >= 3:
                break
        else:
            unknown += 1  # a long list of recipients goes on on the next line
            if not seen or unknown > 2:
                break
        end += 1
    if len(seen) >= 3 and seen & patterns.FROM and seen & patterns.ABOUT:
        return last - at
    return 0


def _attribution(lines: list[str], kinds: list[str], at: int) -> int:
    joined = ""
    for size in range(1, 5):
        if at + size > len(lines) or kinds[at + size - 1] not in "TQ" or (size > 1 and kinds[at + size - 1] == "Q"):
            return 0
        joined = patterns.plain(f"{joined} {lines[at + size - 1]}")
        if patterns.ATTRIBUTION.match(joined):
            after = _next(kinds, at + size)
            followed = after is None or kinds[after] == "Q"
            ends = joined.rstrip().endswith((":", "écrit", "wrote"))
            return size if ends and (followed or patterns.CERTAIN.search(joined)) else 0
    return 0
