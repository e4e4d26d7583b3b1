"""The search page, its feed, completions, and what is similar to a title being typed."""

from dataclasses import replace
from hashlib import blake2b
from secrets import token_bytes
from urllib.parse import urlencode

from flask import Response, jsonify, render_template, request

from forum.core import clock
from forum.core.db import transaction
from forum.items.listing import entries_of
from forum.search import commands, curating, guides, queries
from forum.search.asking import Asked, label_of
from forum.search.engine import engine
from forum.search.views.ground import bp
from forum.web.actor import actor
from forum.web.answers import page, signed_in
from forum.web.feeds import atom
from forum.web.limits import spend
from forum.web.slots import fills

TOLD = 20_000  # sessions and words of the day that a process remembers
_told: dict[object, set[bytes]] = {}
_key = token_bytes(16)  # never kept: what is remembered cannot be read back


def address(asked: Asked, **changes: str) -> str:
    """The address of this search with some filters changed; "" takes one out."""
    return "/search?" + urlencode(asked.address(**changes))


@bp.get("", endpoint="page")
def page_() -> Response:
    """Everything that answers, of all kinds."""
    asked = Asked.of(request.args)
    spend("search", "120 per minute")
    if request.args.get("format") == "atom":
        found = queries.search(replace(asked, sort="date"), actor(), limit=30, facets=False)
        return atom(
            f"Palabre · {asked.q}",
            address(asked),
            entries_of([result.row for result in found.results if result.row.kind != guides.KIND]),
        )
    offset = max(0, min(request.args.get("offset", 0, type=int), 1000))
    found = queries.search(asked, actor(), offset=offset)
    if asked.q and not found.total and not asked.filters() and not offset:
        commands.note_miss(asked.q)
    popular = [] if asked.q else curating.popular()
    next_url = address(asked, offset=str(found.next)) if found.next and found.next <= 1000 else None

    def label(name: str, value: str) -> str:
        return found.spaces.get(value, value) if name == "space" else label_of(name, value)

    return page("search/page.html", fragment="search/_results.html", asked=asked, found=found, next_url=next_url,
                address=address, label_of=label, popular=popular)  # fmt: skip


@bp.get("/complete")
def complete() -> Response:
    """Ways to end what is being typed."""
    spend("complete", "300 per minute")
    return jsonify(engine().complete(request.args.get("q", "")[:100]))


@bp.get("/titles")
def titles() -> Response:
    """Publications that may be cited with #, for the list under the text being typed."""
    who = signed_in()
    spend("complete", "300 per minute", who.id)
    rows = queries.to_cite(request.args.get("q", "")[:100], who)
    return page("search/titles.html", fragment="search/_titles.html", rows=rows)


@bp.get("/similar")
def similar() -> Response:
    """What exists already, while the title of a question is typed."""
    who = signed_in()
    title = request.args.get("title", "")[:200]
    found = queries.similar(title, who) if len(title) > 9 else []
    return page("search/similar.html", fragment="search/_similar.html", results=found, title=title)


@fills("like a new title")
def like_a_new_title(title: str) -> str:
    """The same for whoever has no scripts: nothing when nothing is like it."""
    found = queries.similar(title[:200], actor()) if len(title) > 9 else []
    return render_template("search/_similar.html", results=found) if found else ""


@bp.post("/told")
def told() -> Response:
    """A page tells that it showed results for some words, or that one was followed: each once a session."""
    spend("told", "120 per hour")
    words, what = request.form.get("words", ""), request.form.get("what", "")
    if what in ("shown", "followed") and _is_first(words, what):
        with transaction():
            commands.note_told(words, followed=what == "followed")
    return Response(status=204)


def _is_first(words: str, what: str) -> bool:
    """The first time today from there? Remembered by this process, unreadable and for this day only."""
    today = clock.today()
    seen = _told.setdefault(today, set())
    for day in [day for day in _told if day != today]:
        del _told[day]
    whole = f"{actor().id} {request.remote_addr} {request.user_agent.string} {what} {words}"
    mark = blake2b(whole.encode(), key=_key, digest_size=16).digest()
    if mark in seen or len(seen) > TOLD:
        return False
    seen.add(mark)
    return True
