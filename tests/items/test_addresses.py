"""When a message moves, no table that names it may be forgotten."""

from sqlalchemy import UniqueConstraint

from forum.core.db import db
from forum.items.addresses import STAYS, followers_by_columns, movers

ITEMS = {"items", "threads", "documents", "resources", "needs"}


def _names_a_message(table) -> bool:
    to_item = any(key.column.table.name in ITEMS for key in table.foreign_keys) or "item_id" in table.columns
    numbered = any(name == "number" or name.endswith("_number") for name in table.columns.keys())  # noqa: SIM118
    return to_item and numbered and table.name not in ("items",)


def test_every_table_that_names_a_message_follows_it_or_says_why_not(app):
    covered = {table.name for table in followers_by_columns()} | set(movers()) | set(STAYS)
    forgotten = {table.name for table in db.metadata.sorted_tables if _names_a_message(table)} - covered
    assert forgotten == set(), "a message that moves leaves rows behind: see forum/items/addresses.py"


def test_no_table_that_follows_by_itself_could_meet_a_row_that_is_there(app):
    """A new number collides with nothing, as long as no key holds the item without the number."""
    for table in followers_by_columns():
        keys = [set(table.primary_key.columns.keys())]
        keys += [set(each.columns.keys()) for each in table.constraints if isinstance(each, UniqueConstraint)]
        keys += [set(index.columns.keys()) for index in table.indexes if index.unique]
        assert not [key for key in keys if "item_id" in key and "number" not in key], table.name


def test_tables_that_stay_are_still_there(app):
    assert {*STAYS, *movers()} <= {table.name for table in db.metadata.sorted_tables}
