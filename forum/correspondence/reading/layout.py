"""Lines of a letter to lines of Markdown, where every end of line is seen."""

import re

NARROW, WIDE = 60, 100  # between them lie the widths at which programs break lines
ITEM = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s")


def unwrapped(text: str) -> str:
    """Lines that a program broke at its width, joined again. Quoted lines are left as they are."""
    lines = [re.sub(r"^[ \t]{2,}(?=\S)", "", line) if not ITEM.match(line) else line for line in text.split("\n")]
    typed = [len(line) for line in lines if line and not line.startswith(">")]
    width = max((size for size in typed if size <= 80), default=0)
    if width < NARROW or any(size > 80 for size in typed):
        return "\n".join(lines)  # it does not break lines: each end of line was meant
    joined: list[str] = []
    for line in lines:
        if joined and _goes_on(joined[-1].rpartition("\n")[2], line, width):
            joined[-1] += "\n\x02" + line
        else:
            joined.append(line)
    return "\n".join(joined).replace("\n\x02", " ")


def _goes_on(before: str, line: str, width: int) -> bool:
    """Would the first word of this line not have had room on the line before?"""
    before = before.removeprefix("\x02")
    if not before.strip() or not line.strip() or before.startswith(">") or line.startswith(">"):
        return False
    if ITEM.match(line) or before.rstrip() in ("--", "-- ") or re.match(r"^[-_=*\s]+$", line):
        return False
    if re.match(r"^(?:le|on)\b.*\d", line, re.I) and line.rstrip().endswith((":", "écrit", "wrote")):
        return False
    first = line.split()[0]
    return len(before.rstrip()) + 1 + len(first) > width


def tidy(text: str) -> str:
    """No more than one blank line, none around; a row of dashes does not make the line above a title."""
    lines: list[str] = []
    for row in re.sub(r"[\x01\x02](?:rest)?", "", text).split("\n"):
        line = row.rstrip()
        before = lines[-1] if lines else ""
        if line in ("", ">") and before == line:
            continue
        if before.strip() and not before.startswith(">") and len(line) >= 3 and not line.strip("-="):
            lines.append("")
        lines.append(line)
    return "\n".join(lines).strip("\n").strip()
