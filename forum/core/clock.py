"""The time, always aware and in UTC; a test may set it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_fixed: datetime | None = None


def now() -> datetime:
    """This moment, in UTC."""
    return _fixed or datetime.now(UTC)


def today(zone: str = "Europe/Paris") -> date:
    """The date in a time zone: deadlines close at midnight in Paris unless said otherwise."""
    return now().astimezone(ZoneInfo(zone)).date()


def set_for_tests(moment: datetime | None) -> None:
    """Hold the clock at `moment`; None lets it run again."""
    global _fixed
    _fixed = moment
