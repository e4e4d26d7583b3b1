"""A guide of the nation's sheets, in the order of a project."""

from sqlalchemy import select

from forum.core.db import db
from forum.demo.people import actor
from forum.documents.models import Document
from forum.guides.commands import add, add_heading, make
from forum.guides.models import Guide
from forum.spaces.first import NATIONAL
from forum.spaces.models import Space

NAME = "demo/project"
CHAPTERS = {
    "Avant de partir": ("Monter un microprojet", "Analyser les besoins", "Construire un budget"),
    "Pendant le projet": ("Écrire une convention", "Suivre et évaluer", "Communiquer sans abîmer"),
    "Et après": ("Assurer la pérennité", "Capitaliser"),
}


def load_guide() -> None:
    """Once: whoever arranged it since is left alone."""
    if db.session.scalar(select(Guide.id).where(Guide.external_id == NAME)):
        return
    documents = db.session.scalars(
        select(Document).where(Document.external_id.is_not(None), Document.state == "public")
    )
    by_title = {document.title: document for document in documents}
    space = db.session.scalars(select(Space).where(Space.slug == NATIONAL)).one()
    who = actor("corinne")
    guide = make(
        who, space, title="Un premier projet, de l’idée au bilan", external_id=NAME,
        summary="Huit fiches dans l’ordre où l’on en a besoin la première fois (exemple).",
    )  # fmt: skip
    for heading, beginnings in CHAPTERS.items():
        add_heading(who, guide, heading)
        sheets = [by_title[title] for begins in beginnings for title in by_title if title.startswith(begins)]
        add(who, guide, sheets, depth=1)
