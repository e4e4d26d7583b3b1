"""The page behind the links of letters: one button, for one act. Nobody is signed in by it."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core import addresses
from forum.core.db import transaction
from forum.core.errors import Invalid, Problem
from forum.core.i18n import language
from forum.correspondence.commands import deeds
from forum.correspondence.commands.posting import words_of
from forum.items.kinds import path
from forum.spaces.models import Space
from forum.web.actor import actor
from forum.web.answers import secret_page
from forum.web.limits import spend
from forum.web.security import csrf
from forum.web.slots import fills

bp = Blueprint("by_mail", __name__)
csrf.exempt(bp)  # whoever holds the link may do this and nothing else, with whatever session or none


@bp.route("/by-mail/<token>", methods=["GET", "POST"])
def deed(token: str) -> BaseResponse:
    """Looking changes nothing: programs that guard mailboxes open every link. The button does it."""
    spend("deed", "60 per minute")
    try:
        language.set(deeds.user_of(token).locale or language.get())
    except Problem as problem:
        return _shown(422, problem=words_of(problem), is_lost=True)
    if request.method == "GET":
        try:
            return _shown(200, deed=(found := deeds.deed_of(token)), address=path(found.item, found.number))
        except Problem as problem:
            return _shown(problem.status, problem=words_of(problem))
    return _done(token)


def _done(token: str) -> BaseResponse:
    try:
        with transaction():
            said, receipt = deeds.do(
                token, request.form.getlist("choice", type=int), request.form.get("organisation", type=int)
            )
    except Invalid as problem:  # nothing chosen: the page again
        return _shown(422, deed=(found := deeds.deed_of(token)), address=path(found.item), wrong=words_of(problem))
    except Problem as problem:
        return _shown(problem.status, problem=words_of(problem), address=_address(token))
    return _shown(200, said=said, receipt=receipt, address=_address(token))


def _address(token: str) -> str:
    try:
        found = deeds.deed_of(token)
    except Problem:
        return ""
    return path(found.item, found.number)


def _shown(status: int, **values: object) -> BaseResponse:
    known = {
        "deed": None,
        "problem": "",
        "said": "",
        "receipt": "",
        "wrong": "",
        "address": "",
        "is_lost": False,
        **values,
    }
    return secret_page("correspondence/deed.html", status, **known)


@fills("beside a space", position=10)
def on_a_space(space: Space) -> str:
    """Where to write, for those who may: strangers to the site would only get a letter that says so."""
    if not actor().is_someone or "thread" not in space.item_kinds:
        return ""
    return render_template("correspondence/_on_a_space.html", address=addresses.space_address(space.slug))
