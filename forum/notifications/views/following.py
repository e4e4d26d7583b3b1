"""What I follow, with its levels; the small menu that chooses one, on spaces, themes and territories."""

from typing import Any

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.items.commands.watch import watch
from forum.items.listing import without
from forum.notifications import following as found_following
from forum.notifications.views.ground import bp
from forum.spaces.models import Space
from forum.territories.queries import Node, ThemeRow, themes, tree
from forum.web.actor import actor
from forum.web.answers import by_htmx, done, page, signed_in
from forum.web.slots import fills

KINDS = ("country", "region", "department", "overseas_collectivity")


@bp.get("/following")
def following() -> BaseResponse:
    """All that I follow; changed here."""
    who = signed_in()
    subject = request.args.get("subject", "")
    found = found_following.followed(who, subject, request.args.get("cursor", ""))
    return page(
        "notifications/following.html", rows=found.rows, subject=subject, choices=found_following.CHOICES,
        next_url=without(cursor=found.next) if found.next else None, nodes=tree().of_kind(*KINDS),
        all_themes=list(themes().values()),
    )  # fmt: skip


@bp.post("/following")
def add() -> BaseResponse:
    """Follow one more theme or territory, chosen in a list (`place`: theme/3)."""
    subject, _slash, number = request.form.get("place", "").partition("/")
    return follow(subject, int(number) if number.isdigit() and len(number) < 10 else 0)


@bp.post("/following/<subject>/<int:number>")
def follow(subject: str, number: int) -> BaseResponse:
    """Follow at a level, or stop."""
    who = signed_in()
    place = found_following.found(subject, number, who) or abort(404)
    level = request.form.get("level", "")
    with transaction():
        watch(who, subject, number, level)
    if by_htmx():
        return make_response(_menu(subject, number, place[0]))
    from_list = request.form.get("from") == "list" or "place" in request.form
    back = "/notifications/following" if from_list else place[1]
    return done(_("Your choice is kept."), to=back)


def _menu(subject: str, number: int, name: str) -> str:
    values: dict[str, Any] = {"subject": subject, "number": number, "name": name, "choices": found_following.CHOICES}
    level = found_following.level_of(actor(), subject, number)
    return render_template("notifications/_follow.html", level=level, **values)


@fills("on a space", position=20)
def on_space(space: Space) -> str:
    """For those who may read what is in it."""
    who = actor()
    readable = space.is_public or who.is_admin or space.id in who.audiences
    return _menu("space", space.id, space.name) if who.is_someone and readable else ""


@fills("on a territory", position=20)
def on_territory(node: Node) -> str:
    """What happens there, and in what lies inside."""
    return _menu("territory", node.id, node.name) if actor().is_someone else ""


@fills("on a theme", position=20)
def on_theme(theme: ThemeRow) -> str:
    """On lists that are narrowed to one theme."""
    return _menu("theme", theme.id, theme.label) if actor().is_someone else ""


def follow_choices() -> tuple:
    """The levels, for the menu of an item."""
    return found_following.CHOICES
