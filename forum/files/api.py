"""Files as JSON: sent first, then named by id in a new item or message."""

from flask import Blueprint, Response, jsonify, request

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.files.commands import store
from forum.files.forms import WHOLE, contents, read
from forum.files.queries import rows_of
from forum.web.api import describes, writer
from forum.web.limits import spend

bp = Blueprint("files_api", __name__, url_prefix="/api/v1/files")
FILE = {
    "type": "object",
    "required": ["id", "url", "name", "type", "size"],
    "properties": {
        "id": {"type": "integer"}, "url": {"type": "string"}, "name": {"type": "string"}, "type": {"type": "string"},
        "size": {"type": "integer"}, "width": {"type": ["integer", "null"]}, "height": {"type": ["integer", "null"]},
        "alt": {"type": "string"},
    },
}  # fmt: skip
BODY = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}, "alt": {"type": "string", "maxLength": 300}},
}


@bp.post("")
@describes(
    method="post", path="/api/v1/files", summary="Send a file (multipart/form-data), to be attached within two days",
    scope="write", body=BODY, content="multipart/form-data", answer=FILE, status=201,
)  # fmt: skip
def create() -> Response:
    """Keep a file until an item or a message names it in `files`."""
    who = writer()
    spend("upload", "120 per hour" if who.is_newcomer else "2000 per hour", who.id)
    uploads = contents(request.files.getlist("file"))
    if len(uploads) != 1:
        message = _("Send one file, as multipart/form-data, in the field “file”.")
        raise Invalid(message, {"file": message})
    kept = store(who, *read(uploads[0]), alt=request.form.get("alt", ""))
    made = jsonify(rows_of([kept.id])[0].as_json())
    made.status_code = 201
    made.headers["Location"] = made.get_json()["url"]
    return made


create.takes_files = WHOLE  # type: ignore[attr-defined]  # larger bodies: see forms.setup
