"""The public page of figures."""

from datetime import date

from babel.dates import format_date
from flask import Blueprint, Response

from forum.statistics import queries
from forum.web.answers import page
from forum.web.locale import locale

bp = Blueprint("statistics", __name__)


@bp.get("/statistics/")
def index() -> Response:
    """What the network did, month by month."""
    rows = queries.months()
    return page("statistics/months.html", months=rows, total=queries.total(rows))


def month(value: date) -> str:
    """novembre 2026."""
    return format_date(value, "LLLL yyyy", locale=locale())
