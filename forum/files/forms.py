"""Files that come in with a form: kept at once, so that a refused text loses none of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Flask, current_app, g, request
from werkzeug.datastructures import FileStorage

from forum.core.db import transaction
from forum.core.errors import Invalid, Problem
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.files.commands import describe, discard, store
from forum.files.kinds import LARGEST, MOST
from forum.web.actor import actor
from forum.web.limits import spend

# Bytes of one form with its files. Far more than is kept: a film of 80 MB is read, aside on the disk, and refused
# in its form with a sentence, where an answer in the middle of the sending would be a broken connection.
WHOLE = 128 * 1024 * 1024


@dataclass(slots=True)
class Sent:
    """What a form says about files: ids in its list, words for pictures, what was refused just now."""

    listed: list[int] = field(default_factory=list)
    alts: dict[int, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    has_list: bool = False  # the form showed a list: what is missing in it was taken out

    def all_ids(self) -> list[int] | None:
        """All that an edited message holds from now on; None when the form showed no list. Raises Invalid as `ids`."""
        return self.ids() if self.has_list or self.refused else None

    def ids(self) -> list[int]:
        """To attach. Raises Invalid when one of the files was refused: the text is not sent without it."""
        if self.refused:
            message = " ".join(self.refused)
            raise Invalid(message, {"files": message})
        return self.listed


def takes_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view whose form may carry files: larger bodies, and `sent()` tells what came."""

    @wraps(view)
    def receiving(*args: Any, **values: Any) -> Any:
        if request.method == "POST" and actor().id is not None:
            g.sent_files = _received(actor())
        return view(*args, **values)

    receiving.takes_files = True  # type: ignore[attr-defined]  # read by `setup`
    return receiving


def sent() -> Sent:
    """What this request's form says about files."""
    found: Sent | None = g.get("sent_files")
    return found or Sent()


def contents(files: list[FileStorage]) -> list[FileStorage]:
    """Without the empty part that browsers send when nothing was chosen."""
    return [each for each in files if each.filename or each.content_length]


def read(upload: FileStorage) -> tuple[str, bytes]:
    """Name and content; of a file that is too large, just enough to refuse it."""
    return upload.filename or _("file"), upload.stream.read(LARGEST + 1)


def _received(who: Actor) -> Sent:
    form = request.form
    without = set(form.getlist("without_file"))
    ids = [int(each) for each in form.getlist("file") if each.isdigit() and len(each) < 10 and each not in without]
    found = Sent(list(dict.fromkeys(ids)), has_list="files_listed" in form)
    for file_id in found.listed:
        if (words := form.get(f"alt-{file_id}")) is not None:
            found.alts[file_id] = words
    if without or found.alts:
        with transaction():  # of files that are not sent yet; an edited message's are the command's
            discard(who, [int(each) for each in without if each.isdigit() and len(each) < 10])
            describe(found.alts, owner_id=who.id)
    for upload in contents(request.files.getlist("files")):
        try:
            if len(found.listed) >= MOST:
                raise Invalid(_("Ten files a message at most: send the others in a second message."))
            spend("upload", "120 per hour" if who.is_newcomer else "600 per hour", who.id)
            found.listed.append(store(who, *read(upload), place=form.get("place", "")).id)
        except Problem as problem:
            name = (upload.filename or "")[:80]
            found.refused.append(_("%(name)s: %(reason)s", name=name, reason=problem.message))
    return found


def setup(app: Flask) -> None:
    """Larger bodies, for those who signed in and guests, at the addresses that take files: said before anything reads them."""

    @app.url_value_preprocessor
    def _larger(endpoint: str | None, values: dict[str, Any] | None) -> None:
        view = current_app.view_functions.get(endpoint or "")
        if request.method == "POST" and getattr(view, "takes_files", False) and actor().id is not None:
            request.max_content_length = WHOLE
