"""Pages of practice documents."""

from forum.documents.views import (
    helping,
    keeping,
    merging,
    reading,
    remarks,
    settling,
    slots,
    suggesting,
    talking,
    trying,
    upkeep,
    writing,
)
from forum.documents.views.ground import bp

WIRED = (helping, keeping, merging, reading, remarks, settling, slots, suggesting, talking, trying, upkeep, writing)
__all__ = ["WIRED", "bp"]
