"""The ladder of a need: which rungs it has, which it has reached, who carried it there and why."""

from dataclasses import dataclass

from forum.core.i18n import _, ngettext
from forum.needs.models import LEVELS
from forum.needs.queries.one import Case, StepRow, VoiceRow
from forum.territories.queries import tree

KINDS = {"local": ("department", "overseas_collectivity"), "regional": ("region",), "national": ("country",)}


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung. `stage`: done, here, next; `steps`: what happened on it."""

    code: str
    place: str
    stage: str
    steps: list[StepRow]


def rungs(case: Case, steps: list[StepRow], territory_id: int | None) -> list[Rung]:
    """From where it was voiced to the national level, and the answer."""
    here = LEVELS.index(case.level)
    lowest = min([here, *(LEVELS.index(step.level) for step in steps)])
    done = case.status in ("answered", "closed")
    found = []
    for place, level in enumerate(LEVELS):
        if place < lowest or (done and place > here):
            continue
        stage = "next" if place > here else "done" if place < here or done else "here"
        on_it = [step for step in steps if step.level == level and step.deed != "answered"]
        found.append(Rung(level, place_of(level, territory_id), stage, on_it))
    answers = [step for step in steps if step.deed == "answered"]
    if case.status != "closed" or answers:
        found.append(Rung("answer", _("Answer"), "done" if case.status == "answered" else "next", answers))
    return found


def place_of(level: str, territory_id: int | None) -> str:
    """The territory of a level above a seat; its plain name where the seat is higher."""
    nodes = tree().nodes
    above = [nodes[each] for each in nodes[territory_id].above] if territory_id in nodes else []
    named = next((node.name for node in above if node.kind in KINDS[level]), "")
    if level == "local" and named and any(node.name == named and node.kind == "region" for node in above):
        named = _("%(place)s (department)", place=named)  # overseas, a department and its region share a name
    usual = {"local": _("Department"), "regional": _("Region"), "national": _("National")}
    return usual[level] if level == "national" or not named else named


def by_region(voices: list[VoiceRow]) -> list[tuple[str, int]]:
    """How many organisations in each region, most first."""
    nodes = tree().nodes
    found: dict[str, int] = {}
    for voice in voices:
        above = [nodes[each] for each in nodes[voice.territory_id].above] if voice.territory_id in nodes else []
        name = next((node.name for node in above if node.kind in ("region", "overseas_collectivity")), _("Elsewhere"))
        found[name] = found.get(name, 0) + 1
    return sorted(found.items(), key=lambda row: (-row[1], row[0]))


def carried(voices: int, regions: int) -> str:
    """`23 structures dans 5 régions`."""
    told = ngettext("%(n)s organisation", "%(n)s organisations", voices)
    if regions < 2:
        return told
    return told + " " + ngettext("in %(n)s region", "in %(n)s regions", regions)
