"""Home, one space, one territory, help and legal pages."""

import time
from collections.abc import Callable

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import language
from forum.core.paging import Page
from forum.core.permissions import VISITOR, Actor, can
from forum.items.kinds import PLURALS
from forum.items.listing import entries_of, without
from forum.items.queries.lists import NEWEST, PINNED_FIRST, Filter, ItemRow, counted, listed, placed
from forum.needs.models import LEVELS
from forum.notifications.queries import TO_ME, told
from forum.pages import queries
from forum.pages.tiles import region_tiles
from forum.pages.unread import here_at_home
from forum.spaces.queries import keepers, known, of_territory, role_in
from forum.territories.queries import tree
from forum.web.actor import actor
from forum.web.answers import page
from forum.web.feeds import atom
from forum.web.kept import kept

bp = Blueprint("pages", __name__)
ENOUGH = 2  # rows of what changed: the last discussions are left out then


@bp.get("/")
def home() -> Response:
    """For visitors: what this is. For members: what changed for them."""
    who = actor()
    if who.is_someone:
        return _members_home(who)
    return kept("home", _visitors_home)


def _members_home(who: Actor) -> Response:
    since, spaces = here_at_home(who)
    to_me = told(who, unread=True, reasons=TO_ME, limit=8).rows[:4]
    shown = [group.first.item_id or 0 for group in to_me]
    changed = queries.changed_for(who, since.moment, shown)
    shown += [row.id for row in changed.rows]
    around = who.territory_id
    return page(
        "pages/home_member.html", changed=changed, since=since, spaces=spaces, told=to_me,
        deadlines=_for_all(f"deadlines {around}", lambda: queries.next_deadlines(VISITOR, around=around)),
        needs=_for_all("needs", lambda: queries.needs_in_motion(VISITOR)),
        # Whoever has enough that is new needs no more to read.
        latest=queries.latest_threads(who, shown) if len(changed.rows) < ENOUGH else [],
    )  # fmt: skip


def _for_all(name: str, make: Callable[[], list[ItemRow]]) -> list[ItemRow]:
    """What is the same for everybody, a minute late at most: a page for a member then costs fewer queries."""
    shelf: dict[str, tuple[float, list[ItemRow]]] = current_app.extensions.setdefault("rows for all", {})
    until, rows = shelf.get(name, (0.0, []))
    if until < time.monotonic():
        rows = make()
        shelf[name] = (time.monotonic() + 60, rows)
    return rows


def _visitors_home() -> Response:
    who = actor()
    counts = queries.counts_by_space_territory(who)
    return make_response(
        render_template(
            "pages/home.html", doors=queries.doors(who), answered=queries.answered_lately(who),
            deadlines=queries.next_deadlines(who), needs=queries.needs_in_motion(who), tiles=region_tiles(counts),
        )
    )  # fmt: skip


@bp.get("/spaces/<slug>")
def space(slug: str) -> BaseResponse:
    """One space: its publications by kind, its members, what it is."""
    who = actor()
    found = known(slug, who) or abort(404)
    if not can(who, "read", found):
        return page("pages/space_closed.html", space=found, role=role_in(found.id, who.id))
    kind = request.args.get("kind", "")
    filter = Filter(kinds=(kind,) if kind in PLURALS else (), space_id=found.id)
    if request.args.get("format") == "atom":
        rows = listed(filter, who, order=NEWEST, limit=30).rows
        return atom(found.name, f"/spaces/{slug}", entries_of(rows))
    rows = listed(filter, who, order=PINNED_FIRST, key=request.args.get("cursor", ""))
    rows = Page(placed(rows.rows, who), rows.next)
    around = queries.around_space(found.id, who)
    return page(
        "pages/space.html", fragment="items/_list.html", space=found, rows=rows, kind_name=kind,
        counts=around.counts, next_url=without(cursor=rows.next) if rows.next else None, role=around.role,
        children=around.children,
    )  # fmt: skip


@bp.get("/spaces/<slug>/about")
def about(slug: str) -> BaseResponse:
    """What a space is, who keeps it, its rules."""
    found = known(slug, actor()) or abort(404)
    return page("pages/about.html", space=found, role=role_in(found.id, actor().id), keepers=keepers(found.id))


@bp.get("/territories/")
def territories() -> Response:
    """France by region: a map that is also a list."""
    counts = queries.counts_by_space_territory(actor())
    return page("pages/territories.html", tiles=region_tiles(counts), counts=counts)


@bp.get("/territories/<code>")
def territory(code: str) -> BaseResponse:
    """What is valid in a territory: its own, inherited from above, gathered from below."""
    node = tree().find(code) or abort(404)
    kind = request.args.get("kind", "")
    filter = Filter(kinds=(kind,) if kind in PLURALS else (), territory_id=node.id)
    if request.args.get("format") == "atom":
        rows = listed(filter, actor(), order=NEWEST, limit=30).rows
        return atom(node.name, f"/territories/{node.code}", entries_of(rows))
    rows: Page = listed(filter, actor(), key=request.args.get("cursor", ""))
    rows = Page(placed(rows.rows, actor()), rows.next)
    return page(
        "pages/territory.html", fragment="items/_list.html", node=node, rows=rows, kind_name=kind,
        counts=counted(Filter(territory_id=node.id), actor()),
        next_url=without(cursor=rows.next) if rows.next else None,
        spaces=of_territory(list(node.above), actor()), levels=LEVELS,
        deadlines=_for_all(f"deadlines {node.id}", lambda: queries.next_deadlines(VISITOR, around=node.id)),
        inside=[tree().nodes[each] for each in tree().below[node.id] if tree().nodes[each].parent_id == node.id],
    )  # fmt: skip


def _text_page(name: str) -> Response:
    return page(f"pages/{name}_{'en' if language.get() == 'en' else 'fr'}.html")


@bp.get("/help")
def help() -> Response:
    """First steps, Markdown, keyboard."""
    return _text_page("help")


@bp.get("/legal")
def legal() -> Response:
    """Who publishes, what is kept and how long, rules of moderation."""
    return _text_page("legal")


@bp.get("/accessibility")
def accessibility() -> Response:
    """What was checked and what is known to be missing."""
    return _text_page("accessibility")


@bp.get("/robots.txt")
def robots() -> Response:
    """Search engines read public pages, not forms."""
    answer = make_response("User-agent: *\nDisallow: /search\nDisallow: /items/\nDisallow: /login\nDisallow: /report\n")
    answer.mimetype = "text/plain"
    return answer
