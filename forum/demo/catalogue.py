"""Practice documents and resources: those of the data files, in the spaces where they belong, with their dates."""

from datetime import date, timedelta
from typing import Any

from forum.demo.bringing import bring
from forum.demo.data_files import data
from forum.demo.people import user
from forum.documents.models import Document
from forum.exchange.importers import documents, resources
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.links import Wish
from forum.resources.models import Resource
from forum.territories.queries import tree

EDITORS = "Rédaction (exemple)"


def load_practices() -> list[Wish]:
    """In the national space: verified or reviewed; the days of the next review are spread, a few have passed."""
    wishes: list[Wish] = []
    authors = Authors(EDITORS)
    curator = user("corinne")
    for place, practice in enumerate(data("practices")["practices"]):
        item, made = bring(documents, {**practice, **_reviews(place, practice["verified_on"])}, "national", authors)
        wishes += made
        if isinstance(item, Document):
            item.reviewed_by_id = item.owner_id = curator.id
    return wishes


def _reviews(place: int, verified_on: str) -> dict[str, Any]:
    """A standing and days for each. Every sixth was reviewed more than a year ago: its review is overdue."""
    read = date.fromisoformat(verified_on)
    if place % 6 == 5:
        reviewed = read - timedelta(days=380 + 9 * place)
        due = reviewed + timedelta(days=365)
        return {"standing": "reviewed", "verified_on": None, "reviewed_on": str(reviewed), "review_by": str(due)}
    standing = "reviewed" if place % 3 == 1 else "verified"
    return {"standing": standing, "review_by": str(read + timedelta(days=75 + 13 * place))}


def load_resources() -> list[Wish]:
    """Each in the space of its region, or in the national one."""
    wishes: list[Wish] = []
    authors = Authors(EDITORS)
    curator = user("corinne")
    for resource in data("resources")["resources"]:
        address, _space, remark = resource["url"].partition(" ")
        note = f"Adresse : {remark.strip('()')}." if remark else ""
        fields = {
            **resource,
            "url": address,
            "deadline_note": " ".join(filter(None, (resource.get("deadline_note"), note))),
            "related": resource.get("requires") or [],
        }
        item, made = bring(resources, fields, space_of(resource["territories"]), authors)
        wishes += made
        if isinstance(item, Resource):
            item.verified_by_id = curator.id
    return wishes


def space_of(codes: list[str]) -> str:
    """The region's space for what lies in one region; the national one for the rest."""
    regions = {_region(code) for code in codes}
    return regions.pop() if len(regions) == 1 else "national"


def _region(code: str) -> str:
    nodes = tree().nodes
    above = [nodes[each] for each in tree().codes[code].above]
    return next((node.slug for node in above if node.kind == "region"), "national")
