"""Bringing a sheet in: choose a file, confirm its columns, look at every row, apply, undo."""

from typing import Any

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.orm import defer
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.errors import Conflict, Invalid, Problem
from forum.core.i18n import _, ngettext
from forum.core.permissions import can
from forum.exchange.models import Sheet
from forum.exchange.sheets.applying import apply, undo
from forum.exchange.sheets.bringing import bring, choose, samples
from forum.exchange.sheets.columns import COLUMNS
from forum.exchange.sheets.plan import OUTCOMES, plan
from forum.exchange.sheets.reading import LARGEST
from forum.exchange.views.ground import bp, catalogues
from forum.spaces.models import Space
from forum.spaces.queries import known
from forum.web.actor import actor
from forum.web.answers import done, page, signed_in
from forum.web.limits import spend

START = "/resources/import"
SHOWN = 300  # rows of one outcome on the page


def _sheet_or_404(sheet_id: int) -> Sheet:
    who = signed_in()
    found = db.session.get(Sheet, sheet_id)
    return found if found and can(who, "keep", found) else abort(404)


@bp.get(START)
def start() -> BaseResponse:
    """Choose a file and a space; what was brought in before."""
    return _start_page(200)


def _start_page(status: int, problem: str = "", source: str = "") -> BaseResponse:
    spaces = catalogues()
    rows = (
        select(Sheet, Space.name)
        .join(Space, Space.id == Sheet.space_id)
        .where(Sheet.space_id.in_([space.id for space in spaces]))
        .options(defer(Sheet.rows))
        .order_by(Sheet.id.desc())
        .limit(20)
    )
    before = db.session.execute(rows).all()
    wanted = request.values.get("space", "")
    return page(
        "exchange/start.html", status, spaces=spaces, before=before, problem=problem, source=source, wanted=wanted
    )


def receive() -> BaseResponse:
    """The file comes: kept as it is, and its columns guessed."""
    spaces = catalogues()
    spend("bring a sheet", "60 per hour", actor().id)
    upload = request.files.get("sheet")
    source = request.form.get("source", "")
    space = known(request.form.get("space", ""), actor())
    try:
        if space is None or space.id not in {each.id for each in spaces}:
            raise Invalid(_("Choose the space whose catalogue it goes to."))
        if upload is None or not upload.filename:
            raise Invalid(_("Choose a CSV or XLSX file."))
        data = upload.stream.read(LARGEST + 1)
        with transaction():
            sheet = bring(actor(), space, upload.filename, data, source=source)
    except Invalid as problem:
        return _start_page(422, problem.message, source)
    return done("", to=f"{START}/{sheet.id}")


receive.takes_files = True  # type: ignore[attr-defined]  # larger than a text (files/forms.py)
bp.add_url_rule(START, view_func=receive, methods=["POST"])


@bp.route(f"{START}/<int:sheet_id>", methods=["GET", "POST"])
def columns(sheet_id: int) -> BaseResponse:
    """Which column is what: a guess to confirm, kept for the next file with the same headings."""
    sheet = _sheet_or_404(sheet_id)
    if sheet.state != "read":
        return done("", to=f"{START}/{sheet.id}/preview")
    problem = ""
    if request.method == "POST":
        names = [request.form.get(f"column-{at}", "") for at in range(len(sheet.rows[0]))]
        form = request.form
        try:
            with transaction():
                choose(sheet, names, source=form.get("source", ""), only=form.get("only", ""),
                       verified="verified" in form)  # fmt: skip
            return done("", to=f"{START}/{sheet.id}/preview")
        except Invalid as refused:
            problem = refused.message
            sheet = _sheet_or_404(sheet_id)
    chosen = {at: request.form.get(f"column-{at}", "") for at in range(len(sheet.rows[0]))} if problem else {}
    return page("exchange/columns.html", 422 if problem else 200, sheet=sheet, columns=samples(sheet), known=COLUMNS,
                problem=problem, chosen=chosen)  # fmt: skip


@bp.get(f"{START}/<int:sheet_id>/preview")
def preview(sheet_id: int) -> BaseResponse:
    """Every row: what it would do, or did."""
    return _preview(_sheet_or_404(sheet_id))


def _preview(sheet: Sheet, problem: str = "") -> BaseResponse:
    values: dict[str, Any] = {"sheet": sheet, "problem": problem, "outcomes": OUTCOMES, "shown": SHOWN}
    if sheet.state == "read":
        values["plan"] = plan(sheet, actor())
    else:
        values["made"] = sum("before" not in deed for deed in sheet.deeds)
        values["changed"] = len(sheet.deeds) - values["made"]
    return page("exchange/preview.html", 409 if problem else 200, **values)


@bp.post(f"{START}/<int:sheet_id>/apply")
def apply_(sheet_id: int) -> BaseResponse:
    """All of it, or nothing."""
    sheet = _sheet_or_404(sheet_id)
    try:
        with transaction():
            apply(actor(), sheet, request.form.get("digest", ""))
    except (Conflict, Invalid) as problem:
        return _preview(_sheet_or_404(sheet_id), _words(problem))
    n = len(sheet.deeds)
    said = ngettext(
        "Done: %(n)s row applied. It can be undone here.", "Done: %(n)s rows applied. They can be undone here.", n
    )
    return done(said, to=f"{START}/{sheet.id}/preview")


def _words(problem: Problem) -> str:
    return " ".join(each for each in (problem.message, *problem.fields.values()) if each)


@bp.post(f"{START}/<int:sheet_id>/undo")
def undo_(sheet_id: int) -> BaseResponse:
    """Take the whole sheet back."""
    sheet = _sheet_or_404(sheet_id)
    try:
        with transaction():
            undone, left = undo(actor(), sheet)
    except Conflict as problem:
        return _preview(_sheet_or_404(sheet_id), problem.message)
    said = ngettext("Undone: %(n)s resource is as before.", "Undone: %(n)s resources are as before.", undone)
    if left:
        said += " " + ngettext(
            "%(n)s was changed by somebody since: what they wrote stays.",
            "%(n)s were changed by somebody since: what they wrote stays.",
            left,
        )
    return done(said, to=START)


@bp.post(f"{START}/<int:sheet_id>/erase")
def erase(sheet_id: int) -> BaseResponse:
    """Forget a file that was not applied."""
    sheet = _sheet_or_404(sheet_id)
    if sheet.state == "read":
        with transaction():
            db.session.delete(sheet)
    return done(_("The file is forgotten."), to=START)
