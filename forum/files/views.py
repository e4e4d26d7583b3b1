"""Files on their way out, with the rights of their message; and in the composer, one by one with a script."""

from io import SEEK_END

from flask import Blueprint, abort, make_response, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import VISITOR, can
from forum.files import queries
from forum.files.commands import take_away
from forum.files.forms import sent, takes_files
from forum.files.kinds import ACCEPT, KINDS, LARGEST, MOST
from forum.files.models import File
from forum.files.queries import FileRow
from forum.files.storage import storage
from forum.web.actor import actor
from forum.web.answers import by_htmx, done, page, signed_in
from forum.web.slots import fills

bp = Blueprint("files", __name__, url_prefix="/files")

# Nothing in them runs, loads anything or knows who reads it. PDF viewers of browsers refuse to work in a sandbox:
# they have one of their own.
SEALED = "default-src 'none'; sandbox"
PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
WEEK = "public, max-age=604800, immutable"  # the content of an address never changes; what is hidden leaves caches


@bp.get("/<int:file_id>/<name>")
def show(file_id: int, name: str) -> BaseResponse:
    """The file itself, to whoever may read its message."""
    file = queries.find(file_id) or abort(404)
    return _sent_out(file, file.sha256, file.media_type, file.name)


@bp.get("/<int:file_id>/<any('320', '800', '1600'):size>.webp")
def copy(file_id: int, size: str) -> BaseResponse:
    """A lighter copy of a picture."""
    file = queries.find(file_id) or abort(404)
    if not file.is_picture:
        abort(404)
    made = [name for name, _width in queries.sizes_of(file.width or 0)]
    nearest = int(size) if int(size) in made else made[-1]
    return _sent_out(file, f"{file.sha256}.{nearest}", "image/webp", f"{file.id}-{nearest}.webp")


def _sent_out(file: File, key: str, media_type: str, name: str) -> BaseResponse:
    is_public = can(VISITOR, "read", file)
    if not is_public and not (actor().id is not None and can(actor(), "read", file)):
        abort(404)
    try:
        content = storage().open(key)
    except FileNotFoundError:
        abort(404)
    shown = KINDS[media_type].shown
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    answer = send_file(content, media_type, as_attachment=not shown, download_name=name, conditional=False, etag=False)
    answer.set_etag(key)
    size = content.seek(0, SEEK_END)
    content.seek(0)
    answer.content_length = size
    answer.make_conditional(request, accept_ranges=True, complete_length=size)
    answer.headers["Content-Security-Policy"] = PDF if media_type == "application/pdf" else SEALED
    answer.headers["Cache-Control"] = WEEK if is_public else "private, no-cache"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex" if not is_public else "all"
    if not is_public:
        answer.vary.update(("Cookie", "Authorization"))
    return answer


@bp.post("/")
@takes_files
def add() -> BaseResponse:
    """Keep what is dropped, pasted or chosen, before the text is sent: answers its line of the composer's list."""
    who = signed_in()
    rows, refused = list(queries.waiting(who, sent().listed)), sent().refused
    if not rows and not refused:
        refused = [_("Choose a file first.")]
    status = 422 if refused and not rows else 201
    return page("files/sent.html", status, fragment="files/_rows.html", rows=rows, refused=refused)


@bp.post("/<int:file_id>/remove")
def remove(file_id: int) -> BaseResponse:
    """Let go of a file that is not sent yet."""
    signed_in()
    file = queries.find(file_id)
    if file is None or not can(actor(), "read", file):
        abort(404)
    with transaction():
        take_away(actor(), file)
    if by_htmx():
        return make_response("", 200)
    return done(_("The file is gone."), to="/items/drafts")


@fills("in the composer")
def in_the_composer(
    item_id: int | None = None, number: int | None = None, waiting: tuple[FileRow, ...] | None = None
) -> str:
    """The list of what is attached, and where to add: of a new item, a reply (item), an edit (item, number).

    `waiting`: what was sent for it before, when the page knows already.
    """
    who = actor()
    if who.id is None:
        return ""
    given, here = sent(), []
    place = request.path if item_id is None else f"edit/{item_id}/{number}" if number else f"item/{item_id}"
    if request.method == "POST" and (given.has_list or given.listed or given.refused):
        rows = queries.waiting(who, given.listed)
        if item_id and number:
            here = [row for row in queries.files_of(item_id, number) if row.id in given.listed]
            rows = here + rows
    elif item_id and number:
        rows = here = queries.files_of(item_id, number)
    else:
        rows = list(waiting) if waiting is not None else queries.waiting(who, place=place)
    return render_template(
        "files/_composer.html", rows=rows, place=place, accept=ACCEPT, most=MOST, largest=LARGEST,
        key=f"{item_id or 'new'}-{number or 0}", alts=given.alts, here=[row.id for row in here],
    )  # fmt: skip


@fills("under a message", position=10)
def under_a_message(item: object, post: object) -> str:
    """Pictures that the text does not show itself, and the list of documents."""
    files: tuple[FileRow, ...] = getattr(post, "files", ())
    if not files:
        return ""
    html = getattr(post, "html", "")
    pictures = [row for row in files if row.is_picture and f'"/files/{row.id}/' not in html]
    documents = [row for row in files if not row.is_picture]
    return render_template("files/_under.html", pictures=pictures, documents=documents)
