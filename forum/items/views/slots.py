"""What items show in the pages of rooms below."""

from flask import render_template

from forum.items.queries.lists import NEWEST, Filter, listed
from forum.people.models import User
from forum.web.actor import actor
from forum.web.slots import fills


@fills("on a profile", position=20)
def published(person: User) -> str:
    """The last publications of somebody that the reader may see in lists. Two queries, and one a kind."""
    rows = listed(Filter(author_id=person.id), actor(), order=NEWEST, limit=10).rows
    return render_template("items/_of_person.html", rows=rows) if rows else ""
