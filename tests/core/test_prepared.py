"""Statements made ready once say what the session says, on both databases."""

from datetime import UTC

import pytest
from sqlalchemy import Integer, bindparam, literal, select

from forum.core.db import db, transaction
from forum.core.permissions import Actor
from forum.core.prepared import ask
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.people.models import User


def _items(actor: Actor):
    return (
        select(
            Item.id, Item.title, Item.created_at, Item.edited_at, Item.pinned, Item.reactions, Item.countries,
            User.name, User.name.label("again"), literal("100 %"),
        )
        .join(User, User.id == Item.author_id)
        .where(visible_to(actor), Item.state.in_(("public", "pending")), Item.last_number >= bindparam("least"))
        .order_by(Item.id)
        .limit(bindparam("most", type_=Integer))
    )  # fmt: skip


@pytest.mark.parametrize("who", [None, "awa", "ada"])
def test_the_same_rows_with_the_same_types(world, who):
    world.question(replies=2)
    world.question(title="Une pompe à 100 % solaire ?")
    world.private_space("awa")
    statement = _items(world.actor(who))
    for values in ({"least": 1, "most": 10}, {"least": 3, "most": 10}, {"least": 1, "most": 1}):
        expected = [tuple(row) for row in db.session.execute(statement, values)]
        assert [tuple(row) for row in ask(statement, **values)] == expected
    row = ask(statement, least=1, most=1)[0]
    assert row.created_at.tzinfo is UTC
    assert (row.pinned, row.reactions, row.countries) == (False, {}, [])
    assert row.again == row.name


def test_statements_of_one_form_do_not_mix_their_values(world):
    world.question(by="awa")
    rows = [select(Item.title).where(Item.author_id == world.user(who).id) for who in ("awa", "bruno")]
    assert [len(ask(each)) for each in (*rows, *rows)] == [1, 0, 1, 0]


def test_what_was_changed_in_the_transaction_counts(world):
    item = world.question()
    titles = select(Item.title).where(Item.id == bindparam("item_id"))
    with transaction():
        db.session.get_one(Item, item.id).title = "Un autre titre"
        assert ask(titles, item_id=item.id)[0].title == "Un autre titre"


def test_they_are_counted_as_others(world, queries):
    statement = select(Item.id)
    queries.clear()
    ask(statement)
    ask(statement)
    assert len(queries) == 2


def test_a_problem_is_told_as_the_session_tells_it(world):
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    wrong = select(Item.id).where(text("no_such_column = 1"))
    with pytest.raises(DBAPIError):
        ask(wrong)
    db.session.rollback()
