"""Dates, amounts and numbers as people read them, in the reader's language and time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from flask import Flask
from markupsafe import Markup, escape

from forum.core import clock
from forum.core.i18n import _, as_said, ngettext
from forum.web.locale import locale, timezone


def _dates() -> str:
    """Dates as the language writes them; English is the British one, as its spelling."""
    return "en_GB" if locale() == "en" else locale()


def local(moment: datetime) -> datetime:
    """The moment in the reader's time zone."""
    return moment.astimezone(ZoneInfo(timezone()))


def moment(value: datetime | None) -> str:
    """24 novembre 2026 à 21:04."""
    return as_said(format_datetime(local(value), "long", locale=_dates()).rsplit(":", 1)[0], locale()) if value else ""


def day(value: date | datetime | None) -> str:
    """24 novembre 2026."""
    if value is None:
        return ""
    return as_said(
        format_date(local(value) if isinstance(value, datetime) else value, "long", locale=_dates()), locale()
    )


def month(value: date | datetime | None) -> str:
    """mars 2026."""
    return format_date(value, "LLLL y", locale=locale()) if value else ""


def iso(value: date | datetime | None) -> str:
    """For machines: 2026-11-24T20:04:00+00:00."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else (value.isoformat() if value else "")


def ago(value: datetime | None) -> str:
    """`il y a 3 heures`; after a week, the date."""
    if value is None:
        return ""
    passed = clock.now() - value
    if passed.total_seconds() < 60:
        return _("just now")
    if passed.days >= 7:
        return day(value)
    return format_timedelta(-passed, add_direction=True, locale=locale(), threshold=1)


def days_until(value: date | None) -> int | None:
    """Days from today (Paris) to a date; negative when it is past."""
    return (value - clock.today()).days if value else None


def closes_in(value: date | None) -> str:
    """`clôt dans 12 jours`, `clôt aujourd’hui`, `close depuis le …`."""
    left = days_until(value)
    if left is None:
        return ""
    if left < 0:
        return _("closed since %(day)s", day=day(value))
    if left == 0:
        return _("closes today")
    return ngettext("closes in %(n)s day", "closes in %(n)s days", left)


def number(value: float | int | None) -> str:
    """1 284 in French, with a narrow no-break space."""
    return format_decimal(value, locale=locale()) if value is not None else ""


def amount(value: int | None) -> str:
    """12 500 €: the sign after, on one line, in both languages."""
    return f"{number(value)}\u202f€" if value is not None else ""


def time_tag(value: datetime | None) -> Markup:
    """<time> with the exact moment for machines, on hover and for screen readers."""
    if value is None:
        return Markup("")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(iso(value), moment(value), escape(ago(value)))


def setup(app: Flask) -> None:
    """Register them for templates."""
    for function in (moment, day, month, iso, ago, days_until, closes_in, number, amount, time_tag):
        app.jinja_env.filters[function.__name__] = function
