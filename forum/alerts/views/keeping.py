"""Keeping a search, seeing those one keeps, changing them."""

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from forum.alerts import commands
from forum.alerts.forms import SearchForm
from forum.alerts.models import PLACES, SavedSearch
from forum.alerts.queries import kept_of, own, rows_of
from forum.alerts.sending import page_path
from forum.alerts.views.ground import bp, mine_or_404, private_urls
from forum.alerts.words import hows, question_in_words
from forum.core.db import transaction
from forum.core.i18n import _
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, secret_page, signed_in
from forum.web.limits import spend


@bp.get("/")
def index() -> BaseResponse:
    """All that one keeps."""
    who = signed_in()
    searches = own(who.id)
    told = {search.id: question_in_words(search, who) for search in searches}
    return page("alerts/list.html", searches=searches, told=told, hows=hows(), page_path=page_path)


@bp.route("/new", methods=["GET", "POST"])
def new() -> BaseResponse:
    """Keep what a list shows now; without an account a letter asks first."""
    who = actor()
    place = request.args.get("place", "")
    place = place if place in PLACES else "resources"
    asked = SavedSearch(place=place, question=kept_of(place, request.args))
    told = question_in_words(asked, who)
    form = SearchForm(data={"name": told[:120]})
    form.offer(has_account=who.is_someone)
    if form.validate_on_submit():
        spend("save a search", "20 per hour")
        saved = attempt(
            form,
            lambda: commands.save(
                who, name=form.name.data or "", place=place, args=request.args, how=form.how.data or "",
                deadlines=bool(form.deadlines.data), email=form.email.data or "",
            ),
        )  # fmt: skip
        if saved and who.is_someone:
            return done(_("Kept. Its calendar and its feed are below."), to=f"/saved-searches/{saved.id}")
        if saved:
            return page("alerts/sent.html", email=saved.email)
    found = rows_of(asked, who, limit=3)
    return page("alerts/new.html", refused(form), form=form, told=told, found=found, back=page_path(asked))


@bp.route("/<int:search_id>", methods=["GET", "POST"])
def show(search_id: int) -> BaseResponse:
    """One search: its letters, its private addresses, what it finds now."""
    search = mine_or_404(search_id)
    who = actor()
    form = SearchForm(obj=search)
    form.offer(has_account=True)
    if form.validate_on_submit() and attempt(form, lambda: _changed(search, form)):
        return done(_("Saved."), to=f"/saved-searches/{search.id}")
    return secret_page(
        "alerts/show.html", refused(form), search=search, form=form, told=question_in_words(search, who),
        rows=rows_of(search, who, limit=5), urls=private_urls(search), page_path=page_path(search),
    )  # fmt: skip


def _changed(search: SavedSearch, form: SearchForm) -> bool:
    commands.change(
        actor(), search, name=form.name.data or "", how=form.how.data or "", deadlines=bool(form.deadlines.data)
    )
    return True


@bp.post("/<int:search_id>/renew")
def renew(search_id: int) -> BaseResponse:
    """Another private address."""
    search = mine_or_404(search_id)
    with transaction():
        commands.renew(actor(), search)
    return done(_("The addresses are new: the old ones answer nothing any more."), to=f"/saved-searches/{search_id}")


@bp.post("/<int:search_id>/stop")
def pause(search_id: int) -> BaseResponse:
    """No letters for now."""
    search = mine_or_404(search_id)
    with transaction():
        commands.stop(search)
    return done(_("No more letters of this search."), to="/saved-searches/")


@bp.post("/<int:search_id>/stop/undo")
def resume(search_id: int) -> BaseResponse:
    """Letters again."""
    search = mine_or_404(search_id)
    with transaction():
        commands.resume(search)
    return done(_("Letters come again."), to="/saved-searches/")


@bp.post("/<int:search_id>/erase")
def erase(search_id: int) -> BaseResponse:
    """It is gone."""
    search = mine_or_404(search_id)
    with transaction():
        commands.erase(actor(), search)
    return done(_("Erased, with its addresses."), to="/saved-searches/")
