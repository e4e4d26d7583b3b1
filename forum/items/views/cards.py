"""Publications that a text includes, as cards: their present state, with the rights of whoever reads."""

from collections.abc import Iterable

from flask import g, render_template

from forum.core.markup.includes import INCLUDED
from forum.items.queries.lists import ItemRow, by_ids
from forum.web.actor import actor


def card(item_id: int, texts: Iterable[str]) -> str:
    """The card of one publication. What all `texts` of the page include is fetched with the first: one query, and
    one for each kind among them."""
    known: dict[int, ItemRow | None] = g.setdefault("cards", {})
    if item_id not in known:
        wanted = {int(number or other) for text in texts for number, other in INCLUDED.findall(text)} | {item_id}
        found = by_ids(sorted(wanted - set(known)), actor())
        known.update({each: found.get(each) for each in wanted if each not in known})
    return render_template("items/_card.html", row=known[item_id], item_id=item_id)
