"""Reporting a message, by anyone; contesting a decision, by its author."""

import secrets

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from forum.core import letters
from forum.core.db import db
from forum.core.errors import Conflict, Invalid
from forum.core.events import emit
from forum.core.i18n import _, language
from forum.core.permissions import Actor, require
from forum.items.policy import Message
from forum.moderation.models import APPEAL, REASONS, Decision, Report

# Without the letters and digits that are taken for one another when read aloud.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
EXPLAINED = ("illegal", "false", "other")  # a moderator cannot judge these without a few words
LONGEST = 4000


def report(actor: Actor, message: Message, *, reason: str, text: str = "", email: str = "") -> Report:
    """Say that a message is wrong. The same person saying it again gets the same receipt.

    Raises Invalid naming the field. The receipt is the only key to its page: twelve characters of chance.
    """
    require(actor, "report", message)
    text, wrong = text.strip(), {}
    if reason not in REASONS:
        wrong["reason"] = _("Choose a reason.")
    if reason in EXPLAINED and len(text) < 10:
        wrong["text"] = _("Say in a few words what is wrong: a moderator will decide on it.")
    if len(text) > LONGEST:
        wrong["text"] = _("4,000 characters at most.")
    email = "" if actor.is_someone else email.strip()
    try:
        email = validate_email(email, check_deliverability=False).normalized if email else ""
    except EmailNotValidError:
        wrong["email"] = _("This is not an e-mail address: prenom@exemple.fr, for instance.")
    if wrong:
        raise Invalid(fields=wrong)
    return _same(actor, message) or _made(actor, message, reason, text, email)


def _same(actor: Actor, message: Message) -> Report | None:
    if not actor.is_someone:
        return None
    rows = select(Report).where(
        Report.item_id == message.item.id, Report.number == message.number, Report.state == "open",
        Report.reporter_id == actor.id, Report.reason != APPEAL,
    )  # fmt: skip
    return db.session.scalars(rows).first()


def _made(actor: Actor, message: Message, reason: str, text: str, email: str) -> Report:
    made = Report(
        item_id=message.item.id, number=message.number, space_id=message.space_id, reporter_id=actor.id, email=email,
        receipt=receipt(), reason=reason, text=text,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    emit(
        "report.made", actor_id=actor.id, space_id=message.space_id, item_id=message.item.id, number=message.number,
        report=made.id, reason=reason,
    )  # fmt: skip
    if email:
        key = f"report/{made.id}/receipt"
        letters.send("moderation/receipt", to=email, key=key, locale=language.get(), receipt=made.receipt)
    return made


def receipt() -> str:
    """A number that nobody guesses: K7QM-3F9T-XW2C."""
    letters_of_chance = "".join(secrets.choice(ALPHABET) for _each in range(12))
    return "-".join(letters_of_chance[start : start + 4] for start in (0, 4, 8))


def contest(actor: Actor, decision: Decision, message: Message, text: str) -> Report:
    """The author answers: the decision waits to be looked at again, with their words beside it."""
    require(actor, "contest", decision)
    if message.row.state != "hidden":
        raise Conflict(_("This message is no longer hidden."))
    if not 10 <= len(text.strip()) <= LONGEST:
        raise Invalid(fields={"text": _("Say in a few words why the decision should change.")})
    waiting = select(Report).where(
        Report.item_id == message.item.id, Report.number == message.number, Report.state == "open",
        Report.reason == APPEAL,
    )  # fmt: skip
    if db.session.scalars(waiting).first():
        raise Conflict(_("You contested it already: a moderator will answer."))
    return _made(actor, message, APPEAL, text.strip(), "")
