"""Who may write to me, whom I block; and the ways here from a profile, the menu and the settings."""

from flask import render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.conversations.commands.choosing import block, choose
from forum.conversations.forms import ChoiceForm
from forum.conversations.models import Conversation
from forum.conversations.policy import are_on
from forum.conversations.queries.reach import blocked_by, choice_of, keepers_among, who_block
from forum.conversations.views.ground import bp, person_or_404
from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import can
from forum.people.models import User
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.slots import fills, small


@bp.route("/settings", methods=["GET", "POST"])
def settings() -> BaseResponse:
    """Who may write to me, whom I block."""
    who = signed_in()
    form = ChoiceForm(from_whom=choice_of(who))
    if form.validate_on_submit() and attempt(form, lambda: choose(who, form.from_whom.data or "") or True):
        return done(_("Your choice is kept."), to="/conversations/settings")
    return page("conversations/settings.html", refused(form), form=form, blocked=blocked_by(who), is_on=are_on(),
                keeps=bool(keepers_among([who.id or 0])))  # fmt: skip


@bp.post("/blocks/<handle>")
def set_block(handle: str) -> BaseResponse:
    """Hear no more of somebody (`on=1`), or again."""
    who, person = signed_in(), person_or_404(handle)
    on = request.form.get("on") == "1"
    with transaction():
        block(who, person, on=on)
    said = _("You will hear no more of %(name)s, who is not told.", name=person.name)
    return done(said if on else _("%(name)s can write to you again.", name=person.name), to="/conversations/settings")


@fills("on a profile", position=5)
def on_profile(person: User) -> str:
    """Write to this person; block them. One query."""
    who = actor()
    if not who.is_someone or who.id == person.id or person.state != "active":
        return ""
    blocks = bool(who_block(person.id, [who.id or 0]))
    return render_template(
        "conversations/_on_profile.html", person=person, blocks=blocks, may_begin=can(who, "begin", Conversation)
    )


@fills("in the account menu", position=10)
def in_menu() -> str:
    """The way to one's conversations."""
    return small("conversations/_in_menu.html")


@fills("in the settings", position=30)
def in_settings(person: object) -> str:
    """The way to the choice."""
    return render_template("conversations/_in_settings.html")
