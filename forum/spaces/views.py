"""What is done with spaces: the list, joining, leaving, welcoming, settings. (The page of one space gathers: pages/.)"""

from flask import Blueprint, Response, abort, request
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import require
from forum.people.models import User
from forum.spaces import asking, commands, queries
from forum.spaces.forms import AskingForm, JoinForm, RoleForm, SpaceForm
from forum.spaces.models import Space
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in

bp = Blueprint("spaces", __name__, url_prefix="/spaces")


def space_or_404(slug: str) -> Space:
    """The space, if the reader may know of it."""
    return queries.known(slug, actor()) or abort(404)


@bp.get("/")
def index() -> Response:
    """All spaces, by kind."""
    return page("spaces/list.html", spaces=queries.listed(actor()))


@bp.route("/<slug>/join", methods=["GET", "POST"])
def join(slug: str) -> BaseResponse:
    """Join, or ask to."""
    space = space_or_404(slug)
    require(signed_in(), "join", space)
    form = JoinForm()
    if form.validate_on_submit():
        if outcome := attempt(form, lambda: commands.join(actor(), space, form.message.data or "")):
            joined = outcome == "joined"
            said = _("Welcome to “%(space)s”.", space=space.name) if joined else _("Your request was sent.")
            return done(said, to=f"/spaces/{slug}" if joined or space.visibility != "private" else "/spaces/")
    return page("spaces/join.html", refused(form), space=space, form=form)


@bp.post("/<slug>/leave")
def leave(slug: str) -> BaseResponse:
    """Leave."""
    space = space_or_404(slug)
    with transaction():
        commands.leave(signed_in(), space)
    return done(_("You left “%(space)s”.", space=space.name), to="/spaces/")


@bp.post("/<slug>/requests/<int:user_id>")
def answer_request(slug: str, user_id: int) -> BaseResponse:
    """Let somebody in, or not."""
    space = space_or_404(slug)
    with transaction():
        commands.answer_request(signed_in(), space, user_id, welcome=request.form.get("welcome") == "1")
    return done(_("Answered."), to=f"/spaces/{slug}/members")


@bp.route("/<slug>/members", methods=["GET", "POST"])
def members(slug: str) -> BaseResponse:
    """Who is in; keepers give roles and answer requests here."""
    space = space_or_404(slug)
    require(actor(), "read", space)
    form = RoleForm()
    keeps = actor().keeps(space.id)
    if request.method == "POST":
        require(signed_in(), "keep", space)
        if form.validate_on_submit() and attempt(form, lambda: _give_role(space, form)):
            return done(_("The role is given."), to=f"/spaces/{slug}/members")
    return page(
        "spaces/members.html", refused(form), space=space, form=form, keeps=keeps,
        members=queries.members(space.id, request.args.get("cursor", "")),
        waiting=queries.requests_to_join(space.id) if keeps else [],
    )  # fmt: skip


def _give_role(space: Space, form: RoleForm) -> bool:
    handle = (form.handle.data or "").strip().lstrip("@").lower()
    user = db.session.scalars(select(User).where(User.handle == handle)).first()
    if user is None:
        raise Invalid(fields={"handle": _("Nobody has this handle.")})
    commands.give_role(actor(), space, user, form.role.data or None)
    return True


@bp.route("/<slug>/settings", methods=["GET", "POST"])
def settings(slug: str) -> BaseResponse:
    """Change the space."""
    space = space_or_404(slug)
    require(signed_in(), "keep", space)
    form = SpaceForm(obj=space)
    del form.parent
    if form.validate_on_submit():
        fields = {field.name: field.data for field in form if field.name not in ("csrf_token",)}
        if attempt(form, lambda: commands.change_space(actor(), space, **fields)):
            return done(_("Saved."), to=f"/spaces/{slug}")
    return page("spaces/settings.html", refused(form), space=space, form=form)


@bp.route("/<slug>/questions", methods=["GET", "POST"])
def questions(slug: str) -> BaseResponse:
    """What the space asks for with every question: an introduction and a few fields."""
    space = space_or_404(slug)
    require(signed_in(), "keep", space)
    form = AskingForm(obj=space)
    wrong: dict[str, str] = {}
    rows = [{**row, "options": "\n".join(row["options"])} for row in space.ask_fields]
    if request.method == "POST":
        names = ("label", "help", "kind", "required", "options")
        rows = [{name: request.form.get(f"{name}-{place}", "") for name in names} for place in range(asking.MOST)]
        try:
            with transaction():
                commands.ask_for(actor(), space, form.ask_about.data or "", rows)
            return done(_("Saved. The form of questions asks for it now."), to=f"/threads/new?space={slug}")
        except Invalid as problem:
            wrong = problem.fields
    rows += [{} for _blank in range(asking.MOST - len(rows))]
    return page("spaces/questions.html", 422 if wrong else 200, space=space, form=form, rows=rows, wrong=wrong)


@bp.route("/new", methods=["GET", "POST"])
def new() -> BaseResponse:
    """Create a space; inside another one for those who keep it."""
    who = signed_in()
    parent = queries.known(request.args.get("parent", ""), who)
    require(who, "create", parent or Space)
    form = SpaceForm()
    del form.parent
    if form.validate_on_submit():
        fields = {field.name: field.data for field in form if field.name not in ("csrf_token", "name")}
        made = attempt(form, lambda: commands.create_space(who, name=form.name.data or "", parent=parent, **fields))
        if made:
            return done(_("The space is open."), to=f"/spaces/{made.slug}")
    return page("spaces/settings.html", refused(form), space=None, form=form, parent=parent)
