"""What these views share."""

from flask import Blueprint, abort

from forum.documents.models import Document
from forum.documents.queries import readable
from forum.web.actor import actor

bp = Blueprint("documents", __name__, url_prefix="/documents")


def document_or_404(document_id: int) -> Document:
    """The document, if the reader may see it."""
    return readable(document_id, actor()) or abort(404)
