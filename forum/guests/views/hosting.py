"""For those who invite: the form, the list, sending again, withdrawing."""

from flask import render_template
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import can
from forum.guests import queries
from forum.guests.commands import inviting
from forum.guests.forms import InviteForm
from forum.guests.policy import may_invite, may_see_guests
from forum.guests.views.ground import bp, guest_or_404, hosted_or_404
from forum.items.kinds import path
from forum.items.queries.heads import Head
from forum.threads.models import Thread
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused
from forum.web.limits import spend
from forum.web.slots import fills


@bp.route("/threads/<int:thread_id>/guests", methods=["GET", "POST"])
def of_thread(thread_id: int) -> BaseResponse:
    """Who was invited, and somebody more."""
    thread = hosted_or_404(thread_id)
    form = InviteForm()
    if form.validate_on_submit():
        email = (form.email.data or "").strip().lower()
        if attempt(form, lambda: _invite(thread, form, email)):
            said = _("The letter to %(email)s leaves now. Its link is good for two weeks.", email=email)
            return done(said, to=f"/threads/{thread_id}/guests")
    return page("guests/of_thread.html", refused(form), **_values(thread, form))


def _invite(thread: Thread, form: InviteForm, email: str) -> object:
    spend("invite", "40 per hour", actor().id)
    spend("guest letter", "6 per day", email)  # whoever invites: nobody's mailbox is filled from here
    return inviting.invite(
        actor(), thread, email=form.email.data or "", name=form.name.data or "", greeting=form.greeting.data or ""
    )


def _values(thread: Thread, form: InviteForm) -> dict[str, object]:
    return {
        "thread": thread, "address": path(thread), "form": form, "rows": queries.guests_of(thread.id),
        "may_invite": can(actor(), "invite a guest", thread),
    }  # fmt: skip


@bp.post("/threads/<int:thread_id>/guests/<int:guest_id>/again")
def again(thread_id: int, guest_id: int) -> BaseResponse:
    """A new link for somebody who did not get the letter, or let it grow old."""
    thread = hosted_or_404(thread_id)
    guest = guest_or_404(thread, guest_id)
    spend("guest letter", "6 per day", guest.email)
    with transaction():
        inviting.send_again(actor(), thread, guest)
    return done(
        _("A new letter leaves now: links sent before open nothing any more."), to=f"/threads/{thread_id}/guests"
    )


@bp.post("/threads/<int:thread_id>/guests/<int:guest_id>/withdraw")
def withdraw(thread_id: int, guest_id: int) -> BaseResponse:
    """No access any more, at once."""
    thread = hosted_or_404(thread_id)
    guest = guest_or_404(thread, guest_id)
    with transaction():
        inviting.withdraw(actor(), thread, guest)
    return done(_("It is done: the link opens nothing any more, and no letter leaves. The list has the way back."),
                to=f"/threads/{thread_id}/guests")  # fmt: skip


@bp.post("/threads/<int:thread_id>/guests/<int:guest_id>/withdraw/undo")
def put_back(thread_id: int, guest_id: int) -> BaseResponse:
    """As before."""
    thread = hosted_or_404(thread_id)
    guest = guest_or_404(thread, guest_id)
    with transaction():
        inviting.put_back(actor(), thread, guest)
    return done(_("As before. Send the letter again if they need a new link."), to=f"/threads/{thread_id}/guests")


@fills("in the summary of an item")
def in_summary(item: Head) -> str:
    """Members see who reads along by invitation. One query, when the summary is opened."""
    if item.kind != "thread" or not actor().is_someone:
        return ""
    names = queries.names_of(item.id)
    return render_template("guests/_in_summary.html", names=names) if names else ""


@fills("beside an item", position=60)
def beside(item: Head) -> str:
    """On a discussion: the way to invite, for those who may. No query."""
    thread: Thread = item  # type: ignore[assignment]  # the rules ask names that a Head has too
    if item.kind != "thread" or not may_see_guests(actor(), thread):
        return ""
    return render_template("guests/_beside.html", item=item, may_invite=may_invite(actor(), thread))
