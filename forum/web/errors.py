"""One place turns problems into answers: a page, a fragment for htmx, or problem+json for the API."""

from http import HTTPStatus
from urllib.parse import quote

import structlog
from flask import Flask, Response, jsonify, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db
from forum.core.errors import Problem
from forum.core.i18n import _
from forum.web import carried
from forum.web.actor import actor
from forum.web.answers import by_htmx

log = structlog.get_logger()


def wants_json() -> bool:
    """The API and whoever asks for JSON only."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def problem_json(status: int, detail: str, fields: dict[str, str] | None = None) -> Response:
    """RFC 9457."""
    body: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        body["detail"] = detail
    if fields:
        body["errors"] = fields
    answer = make_response(jsonify(body), status)
    answer.headers["Content-Type"] = "application/problem+json"
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _title(status: int) -> str:
    return {
        401: _("Sign in first"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Not possible here"),
        409: _("It changed meanwhile"),
        413: _("Too large"),
        422: _("Something is missing"),
        429: _("Too many attempts"),
    }.get(status, _("Something went wrong"))


def _said(status: int) -> str:
    return {
        401: _("You are signed out. Nothing is lost: sign in, then send again."),
        404: _("This page does not exist, was moved, or is not open to you. Search for it, or sign in."),
        405: _("This address does not take this kind of request."),
        413: _("This is too large: 1 MB of text, 10 MB a file, 100 MB in all at most. Send it in several messages."),
        500: _("The error is on our side and was written down. Try again in a moment: what you typed is kept."),
    }.get(status, "")


def answer_problem(status: int, message: str, fields: dict[str, str] | None = None) -> BaseResponse:
    """The same problem for three kinds of readers."""
    db.session.rollback()
    if wants_json():
        return problem_json(status, message or _said(status), fields)
    if status == 401 and request.method == "GET" and not by_htmx():
        return redirect("/login?next=" + quote(request.full_path.rstrip("?")), 303)
    brought = carried.of_request() if not by_htmx() and status in (401, 403) else None
    template = "shared/refused.html" if by_htmx() else "shared/resend.html" if brought else "shared/error.html"
    html = render_template(
        template, status=status, title=_title(status), message=message or _said(status), carried=brought
    )
    answer = make_response(html, status)
    if by_htmx():
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#said", "outerHTML"
    return answer


def setup(app: Flask) -> None:
    """Register the three families: ours, those of HTTP, and the unexpected."""

    @app.errorhandler(Problem)
    def _ours(problem: Problem) -> BaseResponse:
        return answer_problem(problem.status, problem.message, problem.fields)

    @app.errorhandler(CSRFError)
    def _expired(problem: CSRFError) -> BaseResponse:
        if not actor().is_someone and "source" in request.form:
            return answer_problem(401, "")
        answer = answer_problem(403, _("This form had expired. Nothing was sent yet: check it, then send it again."))
        if actor().is_someone:
            # For the scripts of an open page, which send again with it. Other sites cannot read an answer of ours.
            answer.headers["X-CSRFToken"] = generate_csrf()
        return answer

    @app.errorhandler(HTTPException)
    def _of_http(problem: HTTPException) -> BaseResponse:
        if problem.code in (301, 302, 303, 304, 307, 308):
            return problem.get_response()
        message = "" if not isinstance(problem, RequestEntityTooLarge) else _said(413)
        return answer_problem(problem.code or 500, message)

    @app.errorhandler(OverflowError)
    @app.errorhandler(DataError)
    def _out_of_range(problem: Exception) -> BaseResponse:
        """A number or a sign that no row can hold was asked for: there is nothing there."""
        log.warning("request.out_of_range", path=request.path, error=type(problem).__name__, exc_info=problem)
        return answer_problem(404, "")

    @app.errorhandler(Exception)
    def _unexpected(problem: Exception) -> BaseResponse:
        if app.config.get("PROPAGATE_EXCEPTIONS"):
            raise problem
        log.error("request.failed", path=request.path, exc_info=problem)
        return answer_problem(500, "")
