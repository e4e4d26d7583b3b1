"""The archive of a space's discussions as a mailing list keeps it."""

from flask import Response, abort, render_template, request, send_file

from forum.core.permissions import NOBODYS
from forum.exchange.exporting import spooled
from forum.exchange.mbox.archive import archive_of
from forum.exchange.views.ground import bp
from forum.spaces.models import Space
from forum.spaces.queries import known
from forum.web.actor import actor
from forum.web.answers import signed_in
from forum.web.limits import spend
from forum.web.slots import fills


@bp.get("/spaces/<slug>/archive.mbox")
def archive(slug: str) -> Response:
    """All that the reader may read there, or the discussions begun in one `year`."""
    who = signed_in()
    space = known(slug, who)
    if space is None or space.id == NOBODYS:
        abort(404)
    spend("archive", "10 per hour", who.id)
    year = request.args.get("year", type=int)
    file = spooled(archive_of(space, who, year if year and 1970 < year < 3000 else None))
    name = f"{space.slug}{f'-{year}' if year else ''}.mbox"
    answer = send_file(file, "application/mbox", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@fills("beside a space", position=20)
def on_a_space(space: Space) -> str:
    """The way to it, for those who signed in."""
    if not actor().is_someone or "thread" not in space.item_kinds:
        return ""
    return render_template("exchange/_archive.html", slug=space.slug)
