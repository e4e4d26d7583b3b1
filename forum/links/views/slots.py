"""What pages of other rooms show of links: a mark beside dead ones, a list, the way to mend them."""

import re
from html import escape, unescape

from flask import g, render_template

from forum.core.permissions import can
from forum.items.queries.heads import Head
from forum.items.views.prepared import touches
from forum.links import queries, words
from forum.links.policy import may_mend
from forum.spaces.models import Space
from forum.web.actor import actor
from forum.web.slots import fills

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>.*?</a>', re.DOTALL)


def _dead(item: Head) -> list[queries.LinkRow]:
    """Looked up once a page, and only where there are some."""
    if not item.dead_links:
        return []
    if "dead_links" not in g:
        g.dead_links = {}
    if item.id not in g.dead_links:
        g.dead_links[item.id] = queries.of_item(item.id, ["dead"])
    found: list[queries.LinkRow] = g.dead_links[item.id]
    return found


@touches
def marked(item: Head, html: str) -> str:
    """A mark after each dead link of a message; the message itself is kept without it."""
    dead = {row.written for row in _dead(item)}
    if not dead:
        return html
    mark = render_template("links/_mark.html").strip()

    def one(found: re.Match[str]) -> str:
        return found[0] + (mark if unescape(found[1]) in dead else "")

    return LINK.sub(one, html) if any(escape(each, quote=False) in html or each in html for each in dead) else html


def _listed(item: Head) -> str:
    rows = {row.id: row for row in _dead(item)}
    if not rows:
        return ""
    may = may_mend(actor(), item)  # type: ignore[arg-type]
    return render_template("links/_dead.html", item=item, rows=list(rows.values()), words=words, may_mend=may)


@fills("beside an item", position=30)
def beside(item: Head) -> str:
    """The list of dead links, with copies that may have been kept elsewhere."""
    return "" if item.kind == "resource" else _listed(item)


@fills("under the facts", position=80)
def under_the_facts(item: Head) -> str:
    """The same, where the address of a resource is."""
    return _listed(item) if item.kind == "resource" else ""


@fills("in the upkeep of a page", position=20)
def in_upkeep(item: Head) -> str:
    """Its links, for those who keep it."""
    return render_template("links/_in_upkeep.html", item=item, rows=_dead(item))


@fills("in the menu of a space", position=25)
def on_space(space: Space) -> str:
    """The way to the list, for those who tend it."""
    if not actor().is_someone or not can(actor(), "curate", space):
        return ""
    return render_template("links/_on_space.html", space=space)
