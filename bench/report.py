"""One line a measure: what it must reach, what it reached."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One measure. `good`: reached, or not yet."""

    what: str
    must: str
    reached: str
    good: bool


def table(lines: list[Line]) -> str:
    """The measures as a Markdown table."""
    rows = [f"| {line.what} | {line.must} | {line.reached} | {'yes' if line.good else 'not yet'} |" for line in lines]
    return "\n".join(["| measure | must reach | reached | |", "|---|---|---|---|", *rows])
