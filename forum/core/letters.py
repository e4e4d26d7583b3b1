"""Letters: mail rendered from templates/mail, in the language of whoever receives it; signed links in them."""

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from forum.core import i18n, mail
from forum.core.db import db
from forum.core.errors import Invalid
from forum.paths import bundled


class Reachable(Protocol):
    """A row with an address."""

    @property
    def email(self) -> Any:
        """Where its letters go."""


Row = TypeVar("Row", bound=Reachable)


@dataclass(slots=True)
class Installation:
    """What every letter needs of the installation; set once by the ground."""

    base_url: str = ""
    secret_key: str = ""
    mail_domain: str = "localhost"


_installation = Installation()
_environment = Environment(
    # Sentences of the site (notifications/_sentence.html) are said by letters too: what is not in mail/ is sought beside.
    loader=FileSystemLoader([str(bundled("templates") / "mail"), str(bundled("templates"))]),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(_=i18n._, ngettext=i18n.ngettext)


def configure(base_url: str, secret_key: str, mail_domain: str) -> None:
    """The public address, the key that signs links, the domain that receives mail."""
    _installation.base_url, _installation.secret_key, _installation.mail_domain = base_url, secret_key, mail_domain


def installation() -> Installation:
    """What was configured."""
    return _installation


def made(
    template: str,
    *,
    to: str,
    key: str,
    locale: str,
    sender_name: str = "",
    headers: dict[str, str] | None = None,
    again: bool = True,
    **values: Any,
) -> mail.Draft:
    """A letter, ready for the outbox: for many at once (mail.post_all).

    `template`: "people/confirm" stands for its .subject.txt, .txt and .html. `key`: written twice, sent once.
    `again`: whether it leaves once more when a kill left it unsure (decision 010).
    """
    with i18n.speaking(locale or "fr"):
        values = {"base_url": _installation.base_url, "locale": locale or "fr", **values}
        subject, text, html = (
            _environment.get_template(f"{template}.{part}").render(**values) for part in ("subject.txt", "txt", "html")
        )
    return mail.Draft(key, to, subject, text, html, sender_name, headers or {}, again)


def said(template: str, **values: Any) -> str:
    """A sentence of the site in the current language, for a message that is no letter."""
    return str(_environment.get_template(template).render(**values))


def send(template: str, *, to: str, key: str, locale: str, **values: Any) -> None:
    """Put a letter in the outbox, in the current transaction."""
    mail.post_all([made(template, to=to, key=key, locale=locale, **values)])


def signed(purpose: str, *values: Any) -> str:
    """A text for a link that nobody can forge."""
    return URLSafeTimedSerializer(_installation.secret_key, salt=purpose).dumps(list(values))


def opened(purpose: str, token: str, *, seconds: int) -> list[Any]:
    """The values of a link. Raises Invalid, with what to do, when it is forged or too old."""
    try:
        values: list[Any] = URLSafeTimedSerializer(_installation.secret_key, salt=purpose).loads(token, max_age=seconds)
    except SignatureExpired as problem:
        raise Invalid(i18n._("This link has expired: ask for a new one.")) from problem
    except BadSignature as problem:
        raise Invalid(i18n._("This link is not complete: copy it whole from the message.")) from problem
    return values


def row_of(model: type[Row], purpose: str, token: str, *, seconds: int, gone: str) -> Row:
    """The row that a link to its address is about. Raises Invalid when the link is forged or old; `gone` is said when
    the row is, or its address is another one by now."""
    number, email = opened(purpose, token, seconds=seconds)
    found = db.session.get(model, number)
    if found is None or found.email != email:
        raise Invalid(gone)
    return found
