"""A deadline in a calendar, read back by a reader that knows nothing of how it was written."""

from datetime import UTC, date, datetime

from forum.resources.calendar import escaped, event, folded
from tests.resources.made import resource


def read(text: str) -> dict[str, str]:
    """Properties of a calendar by name, the parameters within the name: unfolded and unescaped."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    found: dict[str, str] = {}
    for line in lines:
        name, value = line.split(":", 1)
        parts = value.split("\\\\")
        plain = "\\".join(part.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";") for part in parts)
        found.setdefault(name, plain)
    return found


TEXT = "Un ; deux , trois \\ quatre\nà la ligne : « été » " + "é" * 90


def _event(text: str = TEXT) -> str:
    return event(
        uid="resource-7@exemple.test", title=text, day=date(2026, 12, 31), url="https://exemple.test/resources/7-x",
        text=text, changed=datetime(2026, 11, 24, 9, 5, tzinfo=UTC), version=3, reminder="Bientôt",
    )  # fmt: skip


def test_what_is_written_is_read_again():
    found = read(_event())
    assert found["SUMMARY"] == found["DESCRIPTION"] == TEXT
    assert found["DTSTART;VALUE=DATE"] == "20261231"
    assert found["DTEND;VALUE=DATE"] == "20270101"
    assert found["DTSTAMP"] == "20261124T090500Z"
    assert (found["UID"], found["SEQUENCE"]) == ("resource-7@exemple.test", "3")


def test_no_line_is_longer_than_75_bytes_nor_cut_inside_a_character():
    for line in _event().split("\r\n"):
        assert len(line.encode()) <= 75
    assert folded("é" * 200).replace("\r\n ", "") == "é" * 200


def test_every_component_that_begins_ends():
    lines = _event().split("\r\n")
    begun = [line[6:] for line in lines if line.startswith("BEGIN:")]
    assert begun == ["VCALENDAR", "VEVENT", "VALARM"]
    assert [line[4:] for line in lines if line.startswith("END:")] == begun[::-1]


def test_line_ends_of_all_sorts_are_marked():
    assert escaped("a\r\nb\rc\nd") == "a\\nb\\nc\\nd"


def test_the_address_answers_a_calendar(world, as_):
    made = resource(world, title="Appel ; avec, des signes", deadline=date(2027, 3, 31))
    answer = as_(None).get(f"/resources/{made.id}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = read(answer.get_data(as_text=True))
    assert found["SUMMARY"].endswith("Appel ; avec, des signes")
    assert found["DTSTART;VALUE=DATE"] == "20270331"
    assert found["URL"].endswith(f"/resources/{made.id}-{made.slug}")


def test_without_a_day_there_is_no_calendar(world, as_):
    assert as_(None).get(f"/resources/{resource(world, deadline='permanent').id}.ics").status_code == 404
