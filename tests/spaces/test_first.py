"""The spaces that every installation begins with."""

from sqlalchemy import func, select

from forum.core.db import db
from forum.core.permissions import NOBODYS
from forum.spaces.models import Space


def test_all_but_that_of_conversations_have_ordinary_numbers(world):
    assert db.session.scalar(select(func.min(Space.id)).where(Space.id != NOBODYS)) > 0
    assert world.space("national").id > 0
