"""When a summary is due, in the time zone of whoever reads it; and the name of the period that it tells of."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.notifications.models import NotificationSettings


def next_digest(wishes: NotificationSettings, zone: str, after: datetime) -> datetime | None:
    """The first moment after `after` at the chosen hour there; None when no summary is wanted.

    Counted in days of the calendar, not in hours: on the days when clocks change it is still the same hour (an hour
    that does not exist that night gives the one that follows, an hour that comes twice gives the first).
    """
    if wishes.digest not in ("daily", "weekly"):
        return None
    here = ZoneInfo(zone or "Europe/Paris")
    day = after.astimezone(here).date()
    for _each in range(9):
        if wishes.digest == "daily" or day.weekday() == wishes.weekday:
            moment = datetime.combine(day, time(wishes.hour), here).astimezone(ZoneInfo("UTC"))
            if moment > after:
                return moment
        day += timedelta(days=1)
    raise AssertionError("a week has seven days")


def period_of(digest: str, zone: str, moment: datetime) -> str:
    """2026-11-25 or 2026-W48: one summary each, whatever hour was chosen meanwhile."""
    day = moment.astimezone(ZoneInfo(zone or "Europe/Paris")).date()
    if digest == "daily":
        return day.isoformat()
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"
