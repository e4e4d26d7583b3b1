"""A filtered list as a file: the same filter as the page, the same rights."""

from collections.abc import Iterator

from flask import Response, abort, render_template, request, send_file

from forum.core import clock
from forum.core.i18n import _
from forum.exchange import exporting
from forum.exchange.exporting import spooled
from forum.exchange.views.ground import bp
from forum.items.queries.lists import listed
from forum.resources.deadlines_calendar import calendar_of
from forum.resources.question import place_in, question, sorts
from forum.web.actor import actor
from forum.web.limits import spend
from forum.web.slots import fills

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/resources/export.<format>")
def resources(format: str) -> Response:
    """csv, xlsx, jsonl or ics of what the catalogue shows with the same address."""
    spend("export", "30 per minute")
    who = actor()
    filter, order = question(request.args, who).filter, sorts(place_in(request.args, who))["deadline"][1]
    name = f"{_('resources')}-{clock.today().isoformat()}.{format}"
    if format == "csv":
        return attached(exporting.as_csv(filter, who, order), "text/csv; charset=utf-8", name)
    if format == "jsonl":
        return attached(exporting.as_lines(filter, who, order), "application/x-ndjson; charset=utf-8", name)
    if format == "xlsx":
        return send_file(exporting.as_xlsx(filter, who, order), XLSX, as_attachment=True, download_name=name)
    if format == "ics":
        rows = listed(filter, who, order=order, limit=2000).rows
        return attached(iter([calendar_of(rows, _("Deadlines of resources"))]), "text/calendar; charset=utf-8", name)
    return abort(404)


def attached(parts: Iterator[str], kind: str, name: str) -> Response:
    """A file to keep."""
    return send_file(spooled(parts), kind, as_attachment=True, download_name=name)


@fills("under a filtered list", position=20)
def take_it(kind_name: str, words: object = None) -> str:
    """The files, and the catalogue on one's own site."""
    if kind_name != "resource":
        return ""
    kept = {name: value for name, value in request.args.items() if value and name not in ("cursor", "sort", "format")}
    return render_template("exchange/_take.html", kept=kept)
