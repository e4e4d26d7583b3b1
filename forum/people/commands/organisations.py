"""Organisations and mandates: a person acts for an organisation that confirmed them."""

from typing import Any

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.markup.render import render
from forum.core.permissions import Actor, require
from forum.people.models import Mandate, Organisation
from forum.territories.vocabulary import actor_types


def _fill(organisation: Organisation, name: str, fields: dict[str, Any]) -> None:
    organisation.name = " ".join(name.split())
    if not 2 <= len(organisation.name) <= 120:
        raise Invalid(fields={"name": _("Give a name of 2 to 120 characters.")})
    if fields.get("kind", "association") not in actor_types():
        raise Invalid(fields={"kind": _("Choose one of the proposed values.")})
    website = str(fields.get("website") or "").strip()
    if website and not website.startswith(("http://", "https://")):
        fields["website"] = f"https://{website}"
    for field, value in fields.items():
        setattr(organisation, field, value)
    organisation.about_html = render(organisation.about or "", prefix="about")


def create_organisation(actor: Actor, *, name: str, **fields: Any) -> Organisation:
    """A new organisation; whoever creates it manages it."""
    require(actor, "create", Organisation)
    organisation = Organisation(slug="")
    _fill(organisation, name, fields)
    base = slug_of(organisation.name)
    taken = set(db.session.scalars(select(Organisation.slug).where(Organisation.slug.startswith(base))))
    organisation.slug = next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)
    db.session.add(organisation)
    db.session.flush()
    if actor.id:
        db.session.add(Mandate(user_id=actor.id, organisation_id=organisation.id, role="manager", state="confirmed"))
    emit("organisation.created", actor_id=actor.id, organisation_id=organisation.id)
    return organisation


def change_organisation(actor: Actor, organisation: Organisation, *, name: str, **fields: Any) -> None:
    """By its managers."""
    require(actor, "keep", organisation)
    _fill(organisation, name, fields)
    emit("organisation.changed", actor_id=actor.id, organisation_id=organisation.id)


def _mandate(user_id: int | None, organisation_id: int) -> Mandate | None:
    rows = select(Mandate).where(Mandate.user_id == user_id, Mandate.organisation_id == organisation_id)
    return db.session.scalars(rows).first()


def ask_mandate(actor: Actor, organisation: Organisation, title: str = "") -> None:
    """Ask to act for an organisation; its managers answer."""
    require(actor, "join", organisation)
    mandate = _mandate(actor.id, organisation.id)
    if mandate and mandate.state != "ended":
        raise Conflict(_("You asked already, or act for it."))
    mandate = mandate or Mandate(user_id=actor.id, organisation_id=organisation.id)
    mandate.state, mandate.title, mandate.role, mandate.until = "asked", title.strip()[:80], "member", None
    db.session.add(mandate)
    emit("mandate.asked", actor_id=actor.id, organisation_id=organisation.id)


def answer_mandate(
    actor: Actor, organisation: Organisation, user_id: int, *, confirmed: bool, role: str = "member"
) -> None:
    """Confirm somebody who asked, change their role, or end their mandate."""
    require(actor, "keep", organisation)
    mandate = _mandate(user_id, organisation.id)
    if mandate is None or mandate.state == "ended":
        raise NotFound(_("There is nothing to answer."))
    if not confirmed and _is_last_manager(mandate):
        raise Conflict(_("Name another manager first."))
    mandate.state, mandate.role = ("confirmed", role) if confirmed else ("ended", mandate.role)
    mandate.confirmed_by_id, mandate.until = actor.id, None if confirmed else clock.now()
    name = "mandate.confirmed" if confirmed else "mandate.ended"
    emit(name, actor_id=actor.id, user_id=user_id, organisation_id=organisation.id)


def leave_organisation(actor: Actor, organisation: Organisation) -> None:
    """One's own mandate ends; what was said in its name stays."""
    mandate = _mandate(actor.id, organisation.id)
    if mandate is None or mandate.state == "ended":
        raise NotFound(_("You do not act for this organisation."))
    if _is_last_manager(mandate):
        raise Conflict(_("Name another manager first."))
    mandate.state, mandate.until = "ended", clock.now()
    emit("mandate.ended", actor_id=actor.id, user_id=actor.id, organisation_id=organisation.id)


def _is_last_manager(mandate: Mandate) -> bool:
    managers = select(func.count()).where(
        Mandate.organisation_id == mandate.organisation_id, Mandate.role == "manager", Mandate.state == "confirmed"
    )
    return mandate.role == "manager" and mandate.state == "confirmed" and db.session.scalar(managers) == 1
