"""What comes in by HTML about polls."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Optional

from forum.core.i18n import lazy
from forum.people.forms import timezone_choices
from forum.polls import labels
from forum.polls.commands.ask import Choice, Wanted
from forum.polls.dates import moments
from forum.polls.models import MOST_OPTIONS, Option, Poll

ROWS = 3  # added at a time


class DateRow(Form):
    """One date: a whole day, or hours of it."""

    day = DateField(lazy("Day"), validators=[Optional()])
    start = TimeField(lazy("From"), validators=[Optional()])
    end = TimeField(lazy("To"), validators=[Optional()])
    label = StringField(lazy("Remark"))


class ClosingForm(FlaskForm):
    """When a poll closes. The hour is that of the zone."""

    closes_at = DateField(lazy("Closes on"), validators=[Optional()])
    closes_hour = TimeField(lazy("At"), validators=[Optional()])
    zone = SelectField(lazy("Hours of"))

    def offer(self, zone: str) -> None:
        """Fill the choices; the reader's own zone comes first."""
        choices = [(code, name) for code, name in timezone_choices() if code]
        self.zone.choices = choices if zone in dict(choices) else [(zone, zone), *choices]
        self.zone.data = self.zone.data or zone

    @property
    def closing(self) -> datetime | None:
        """The end of the day unless an hour was given."""
        if self.closes_at.data is None:
            return None
        hour = self.closes_hour.data or time(23, 59)
        return datetime.combine(self.closes_at.data, hour, ZoneInfo(self.zone.data))

    def show(self, closes_at: datetime | None) -> None:
        """As it is now."""
        if closes_at:
            moment = closes_at.astimezone(ZoneInfo(self.zone.data))
            self.closes_at.data, self.closes_hour.data = moment.date(), moment.time()


class PollForm(ClosingForm):
    """A poll; with the message on which it hangs when that is not published yet."""

    source = TextAreaField(lazy("Your message"))
    reply_to = HiddenField()
    organisation = HiddenField()
    question = StringField(lazy("Question"))
    method = HiddenField()
    options = FieldList(StringField(lazy("Answer")), min_entries=4, max_entries=MOST_OPTIONS)
    dates = FieldList(FormField(DateRow), min_entries=3, max_entries=MOST_OPTIONS)
    most = IntegerField(lazy("How many answers each may give at most"), validators=[Optional()])
    voters = SelectField(lazy("Who has a voice"))
    results = SelectField(lazy("Results are shown"))
    is_secret = BooleanField(lazy("Secret ballot"))
    quorum = IntegerField(lazy("Quorum: voices that it needs"), validators=[Optional()])

    def offer(self, zone: str) -> None:
        """Fill the choices."""
        super().offer(zone)
        self.voters.choices = list(labels.voters().items())
        self.results.choices = list(labels.results().items())
        if self.method.data not in labels.methods():
            self.method.data = "single"

    def add_rows(self) -> None:
        """A few more lines, up to the most there may be."""
        rows = self.dates if self.method.data == "date" else self.options
        for _row in range(min(ROWS, MOST_OPTIONS - len(rows))):
            rows.append_entry()

    @property
    def wanted(self) -> Wanted:
        """What the command takes."""
        return Wanted(
            self.question.data or "", self.method.data, self._dates() if self.method.data == "date" else self._texts(),
            self.voters.data, bool(self.is_secret.data), self.results.data, self.most.data, self.quorum.data,
            self.closing,
        )  # fmt: skip

    def _texts(self) -> list[Choice]:
        return [Choice(field.data or "") for field in self.options]

    def _dates(self) -> list[Choice]:
        rows = [field.form for field in self.dates]
        return [
            Choice(row.label.data or "", row.day.data,
                   *moments(row.day.data, row.start.data, row.end.data, self.zone.data))
            if row.day.data else Choice(row.label.data or "")
            for row in rows
        ]  # fmt: skip

    def fill(self, poll: Poll, options: list[Option]) -> None:
        """As it was asked, to be changed."""
        self.question.data, self.method.data, self.voters.data = poll.question, poll.method, poll.voters
        self.results.data, self.is_secret.data, self.most.data = poll.results, poll.is_secret, poll.most
        self.quorum.data = poll.quorum
        self.show(poll.closes_at)
        zone = ZoneInfo(self.zone.data)
        rows = self.dates if poll.method == "date" else self.options
        while rows.entries:
            rows.pop_entry()
        for option in options:
            if poll.method != "date":
                rows.append_entry(option.label)
                continue
            start, end = (moment and moment.astimezone(zone) for moment in (option.starts_at, option.ends_at))
            day = start.date() if start else option.day
            rows.append_entry({"day": day, "start": start and start.time(), "end": end and end.time(),
                               "label": option.label})  # fmt: skip


class OutcomeForm(FlaskForm):
    """What comes of a poll."""

    option = SelectField(lazy("The answer that is kept"), validators=[Optional()])
    statement = TextAreaField(lazy("In a sentence, what was decided"))


class ReceiptForm(FlaskForm):
    """Checking one's own secret ballot."""

    receipt = StringField(lazy("Your receipt"))
