"""For curators: words that mean the same, words that were searched in vain."""

from flask import Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.search import commands, curating
from forum.search.forms import WordsForm
from forum.search.models import Synonym
from forum.search.views.ground import bp
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, signed_in
from forum.web.slots import fills

HOME = "/search/words"


@bp.get("/words")
def words() -> Response:
    """Synonyms, and searches in vain."""
    require(signed_in(), "keep words", Synonym())
    return _page(WordsForm(words=request.args.get("words", "")[:120] or None))


@bp.post("/words")
def tie() -> BaseResponse:
    """Tie words together."""
    who, form = signed_in(), WordsForm()
    require(who, "keep words", Synonym())
    if form.validate_on_submit() and attempt(form, lambda: commands.tie_words(who, form.words.data or "")):
        return done(_("These words now find each other."), to=HOME)
    return _page(form, 422)


@bp.post("/words/<int:synonym_id>/remove")
def untie(synonym_id: int) -> BaseResponse:
    """Each for itself again."""
    who = signed_in()
    require(who, "keep words", Synonym())
    synonym = db.session.get(Synonym, synonym_id) or abort(404)
    with transaction():
        commands.untie_words(who, synonym)
    return done(_("These words stand for themselves again."), to=HOME)


@bp.post("/words/settled")
def settled() -> BaseResponse:
    """These words were seen to."""
    who = signed_in()
    with transaction():
        commands.settle_words(who, request.form.get("words", "")[:120])
    return done(_("Taken off the list."), to=HOME)


def _page(form: WordsForm, status: int = 200) -> Response:
    return page(
        "search/words.html", status, form=form, synonyms=curating.synonyms(), missed=curating.missed(),
        unfollowed=curating.unfollowed(), days=curating.DAYS,
    )  # fmt: skip


@fills("in the account menu", position=20)
def in_menu() -> str:
    """For those who may keep them."""
    from flask import render_template

    return render_template("search/_in_menu.html") if can(actor(), "keep words", Synonym()) else ""
