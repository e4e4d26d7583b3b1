"""A change that a member proposes to a practice document, with a remark: it waits for those who keep the page."""

from sqlalchemy import select

from forum.core.db import db
from forum.demo.people import actor, user
from forum.documents.models import Document, Suggestion
from forum.documents.suggesting import remark, suggest

ADDED = (
    "\n\n## Ce que nous avons appris (exemple)\n\nUn comité où siègent des femmes se réunit plus souvent : nous l’écrivons "
    "désormais dans la convention, avec la date de la première réunion."
)


def load_suggestion() -> None:
    """Once: whatever became of it since is left alone."""
    who = user("bruno")
    rows = select(Document).where(Document.external_id.is_not(None), Document.state == "public").order_by(Document.id)
    document = db.session.scalars(rows.limit(1)).first()
    known = db.session.scalar(select(Suggestion.id).where(Suggestion.author_id == who.id).limit(1))
    if document is None or known is not None:
        return
    made = suggest(
        actor("bruno"), document, source=document.source + ADDED, why="Une leçon de nos deux derniers projets (exemple).",
        version=document.version,
    )  # fmt: skip
    remark(actor("awa"), document, made, "C’est aussi ce que nous avons vu. On peut citer la convention ?")
