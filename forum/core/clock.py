"""The time, always aware and in UTC; a test may set it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_fixed: datetime | None = None
# Where zones are written otherwise than their places: without accents, or by the name of a town few know.
PLACES = {
    "Indian/Reunion": "La Réunion", "Pacific/Noumea": "Nouméa", "America/Miquelon": "Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "Saint-Barthélemy", "America/Marigot": "Saint-Martin", "Pacific/Wallis": "Wallis-et-Futuna",
}  # fmt: skip


def now() -> datetime:
    """This moment, in UTC."""
    return _fixed or datetime.now(UTC)


def today(zone: str = "Europe/Paris") -> date:
    """The date in a time zone: deadlines close at midnight in Paris unless said otherwise."""
    return now().astimezone(ZoneInfo(zone)).date()


def city(zone: str) -> str:
    """Europe/Paris → Paris, Indian/Reunion → La Réunion: zones as people name them."""
    return PLACES.get(zone, zone.split("/")[-1].replace("_", " "))


def set_for_tests(moment: datetime | None) -> None:
    """Hold the clock at `moment`; None lets it run again."""
    global _fixed
    _fixed = moment
