"""Beginning a conversation; its people and its subject."""

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from forum.conversations.commands import people as peopling
from forum.conversations.commands.begin import begin
from forum.conversations.forms import AddForm, BeginForm, TitleForm
from forum.conversations.models import MOST_PEOPLE, Conversation
from forum.conversations.queries.one import with_one
from forum.conversations.queries.reach import named
from forum.conversations.views.ground import bp, conversation_or_404, words_of
from forum.conversations.views.reading import conversation_page
from forum.core.db import transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.watch import drop_draft
from forum.items.kinds import path, path_of
from forum.items.queries.heads import head
from forum.items.sending import send_once
from forum.people.models import User
from forum.people.queries import by_handle
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.limits import spend


@bp.route("/new", methods=["GET", "POST"])
def new() -> BaseResponse:
    """Write to somebody: `?to=bruno` from a profile."""
    who = signed_in()
    require(who, "begin", Conversation)
    wanted = request.args.get("to", "")
    form = BeginForm(to=f"@{wanted.lstrip('@')}" if wanted else "")
    if form.validate_on_submit():
        spend("conversation", "30 per hour", who.id)
        if made := send_once(form, who, lambda: _begun(who, form)):
            return done(_("Sent."), to=path(made))
    return page("conversations/new.html", refused(form), form=form, known=_known(who, wanted), most=MOST_PEOPLE)


def _known(who: Actor, handle: str) -> tuple[str, str] | None:
    """A conversation with this person alone that is there already: its address and its subject."""
    person = by_handle(handle) if handle else None
    found = with_one(who, person.id) if person else None
    return (path_of("conversation", found[0], found[1]), found[2]) if found else None


def _people(text: str) -> list[User]:
    people, unknown = named(words_of(text))
    if unknown:
        words = ", ".join(unknown)
        raise Invalid(fields={"to": _("Nobody, or several people, by this name: %(names)s. Give the handle, @awa for "
                                      "instance: it stands on the person’s page.", names=words)})  # fmt: skip
    return people


def _begun(who: Actor, form: BeginForm) -> Conversation:
    people = _people(form.to.data or "")
    made = begin(who, people, title=form.title.data or "", source=form.source.data or "")
    drop_draft(who.id, "new/conversation")
    return made


@bp.post("/<int:item_id>/people")
def add(item_id: int) -> BaseResponse:
    """One more person."""
    conversation = conversation_or_404(item_id)
    who, form = signed_in(), AddForm()
    spend("conversation", "30 per hour", who.id)
    if attempt(form, lambda: _added(who, conversation, form.to.data or "")):
        return done(_("Added. Everybody in the conversation is told."), to=path(conversation))
    return _again(item_id, add_form=form)


def _added(who: Actor, conversation: Conversation, text: str) -> bool:
    people = _people(text)
    if not people:
        raise Invalid(fields={"to": _("Say to whom you write: a name, or a handle such as @awa.")})
    for person in people:
        peopling.add(who, conversation, person)
    return True


@bp.post("/<int:item_id>/title")
def rename(item_id: int) -> BaseResponse:
    """Another subject."""
    conversation = conversation_or_404(item_id)
    who, form = signed_in(), TitleForm()
    if attempt(form, lambda: peopling.rename(who, conversation, form.title.data or "") or True):
        return done(_("Saved."), to=path(conversation))
    return _again(item_id, title_form=form)


def _again(item_id: int, **forms: object) -> BaseResponse:
    found = head(item_id, actor(), "conversation")
    assert found is not None
    return conversation_page(found, actor(), 422, **forms)


@bp.post("/<int:item_id>/leave")
def leave(item_id: int) -> BaseResponse:
    """Read and hear no more of it."""
    conversation = conversation_or_404(item_id)
    with transaction():
        peopling.leave(signed_in(), conversation)
    return done(_("You left “%(title)s”.", title=conversation.title), to="/conversations/")
