"""Practice documents, as JSON."""

from typing import Any

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.documents.commands import LICENCES, write
from forum.documents.models import Document
from forum.spaces.models import Space
from forum.web.api import picked


def create(actor: Actor, space: Space, common: dict[str, Any], more: dict[str, Any]) -> Document:
    """A new document: POST /api/v1/items with kind "document"."""
    fields = picked(more, summary="text", template="text", licence="text", sources="words", actor_types="words")
    if fields.get("licence", LICENCES[0]) not in LICENCES:
        raise Invalid(fields={"licence": _("Choose one of the proposed values.")})
    return write(actor, space, **common, **fields)
