"""How views answer: a page or its fragment, "done" with a sentence, a form with what is wrong in it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Response, flash, make_response, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.errors import Invalid, NotSignedIn, Problem
from forum.core.permissions import Actor
from forum.web.actor import actor

P = ParamSpec("P")
T = TypeVar("T")


def signed_in() -> Actor:
    """The actor, who must have signed in: anybody else is sent to the sign-in page, and back afterwards."""
    found = actor()
    if not found.is_someone:
        raise NotSignedIn()
    return found


def entered() -> Actor:
    """The actor, signed in or a guest: for what guests do in the discussion that they were invited to. The rule that
    the command asks says which one that is."""
    found = actor()
    if found.id is None:
        raise NotSignedIn()
    return found


def by_htmx() -> bool:
    """Whether htmx asks, for a fragment to put in place; a plain form or link asks for a page."""
    return bool(getattr(request, "htmx", False))


def page(template: str, /, status: int = 200, fragment: str = "", **values: Any) -> Response:
    """The full page; or `fragment`, a file of its own, when htmx asks for a part of it."""
    asked = by_htmx() and fragment and not request.headers.get("HX-Boosted")
    return make_response(render_template(fragment if asked else template, **values), status)


def secret_page(template: str, status: int = 200, /, **values: Any) -> Response:
    """A page whose address is a key, or whose text is one person's: kept nowhere, told to no page it leads to."""
    answer = page(template, status, **values)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def done(message: str, *, to: str, fragment: str = "", **values: Any) -> BaseResponse:
    """It worked: the fragment with the sentence beside it for htmx, or a redirection that says it there."""
    if by_htmx():
        if not fragment:
            flash(message, "done")
            answer = make_response("", 204)
            answer.headers["HX-Redirect"] = to
            return answer
        said = render_template("shared/_said.html", message=message) if message else ""
        return make_response(render_template(fragment, **values) + said)
    if message:
        flash(message, "done")
    return redirect(to, 303)


def attempt(form: FlaskForm, command: Callable[[], T]) -> T | None:
    """Run a command in a transaction. A refusal goes into the form, which keeps what was typed."""
    try:
        with transaction():
            return command()
    except Invalid as problem:
        _tell(form, problem)
    except Problem as problem:
        if problem.status in (401, 403, 404):
            raise
        _tell(form, problem)
    return None


def _tell(form: FlaskForm, problem: Problem) -> None:
    for name, message in problem.fields.items():
        if name in form:
            form[name].errors = [*form[name].errors, message]
    if problem.message and not any(name in form for name in problem.fields):
        form.form_errors.append(problem.message)


def refused(form: FlaskForm) -> int:
    """The status of a page with a form: 422 when it was sent and refused, 200 when it is shown first."""
    return 422 if request.method == "POST" else (200 if not form.errors else 422)


def opened_by_link(
    otherwise: Callable[[str], BaseResponse], *problems: type[Problem]
) -> Callable[[Callable[P, BaseResponse]], Callable[P, BaseResponse]]:
    """For views that a link of a letter opens: of these problems `otherwise` makes a page that says what to do."""

    def decorate(view: Callable[P, BaseResponse]) -> Callable[P, BaseResponse]:
        @wraps(view)
        def answered(*args: P.args, **kwargs: P.kwargs) -> BaseResponse:
            try:
                return view(*args, **kwargs)
            except problems as problem:
                return otherwise(problem.message)

        return answered

    return decorate


def by_link(view: Callable[P, BaseResponse]) -> Callable[P, BaseResponse]:
    """The usual one: a link that is wrong, used or too old leads to signing in, a new password, an account."""
    return opened_by_link(lambda message: page("shared/bad_link.html", 422, message=message), Invalid)(view)
