"""Pages of practice documents."""

from forum.documents.views import (
    helping,
    keeping,
    merging,
    reading,
    settling,
    slots,
    suggesting,
    trying,
    upkeep,
    writing,
)
from forum.documents.views.ground import bp

__all__ = [
    "bp",
    "helping",
    "keeping",
    "merging",
    "reading",
    "settling",
    "slots",
    "suggesting",
    "trying",
    "upkeep",
    "writing",
]
