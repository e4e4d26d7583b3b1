"""Open data: the catalogue for programs, without a token, in a shape that stays."""

from flask import Response, send_file
from werkzeug.wrappers import Response as BaseResponse

from forum.exchange import open_data
from forum.exchange.exporting import spooled
from forum.exchange.views.ground import bp
from forum.web.answers import page
from forum.web.limits import spend


@bp.get("/open-data/")
def index() -> Response:
    """What there is, and under which licence."""
    return page("exchange/open_data.html", licence=open_data.LICENCE)


@bp.get("/open-data/resources.json")
def open_json() -> Response:
    """All public resources."""
    spend("open data", "30 per minute")
    return _open(send_file(spooled(open_data.as_json()), "application/json"))


@bp.get("/open-data/resources.csv")
def open_csv() -> Response:
    """The same as CSV."""
    spend("open data", "30 per minute")
    return _open(send_file(spooled(open_data.as_csv()), "text/csv; charset=utf-8"))


@bp.get("/open-data/resources.schema.json")
def schema() -> BaseResponse:
    """The JSON Schema of the feed."""
    return _open(send_file(open_data.SCHEMA, "application/schema+json"))


def _open(answer: Response) -> Response:
    """Any page of any site may read it."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Link"] = f'<{open_data.LICENCE}>; rel="license"'
    answer.headers["Cache-Control"] = "public, max-age=600"
    return answer
