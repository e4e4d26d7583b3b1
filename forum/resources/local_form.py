"""What comes in by HTML about a complement: an empty field says what the sheet says."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from forum.core.i18n import _, lazy
from forum.resources import labels
from forum.resources.around import LOCAL

MORE = ("opens_on", "deadline", "deadline_note", "status")


class LocalForm(FlaskForm):
    """A complement of one territory."""

    source = TextAreaField(lazy("What is different there, in a sentence or two (Markdown)"))
    contact = StringField(lazy("Contact there (of an office, never of a private person)"))
    url = StringField(lazy("Web page"))
    tool = StringField(lazy("Where one applies or connects"))
    min_amount = IntegerField(lazy("Least amount (€)"), validators=[Optional()])
    max_amount = IntegerField(lazy("Most (€)"), validators=[Optional()])
    max_cofunding_pct = IntegerField(lazy("Share of the budget at most (%)"), validators=[Optional()])
    min_age_years = IntegerField(lazy("Years of existence at least"), validators=[Optional()])
    max_annual_budget = IntegerField(lazy("Yearly resources at most (€)"), validators=[Optional()])
    opens_on = DateField(lazy("Opens on"), validators=[Optional()])
    deadline = DateField(lazy("Closes on (at midnight in Paris)"), validators=[Optional()])
    deadline_note = TextAreaField(lazy("About the dates"))
    status = SelectField(lazy("Where it stands there"), default="")
    windows = TextAreaField(lazy("Dates that return each year (one a line, like 1/02 – 31/03)"))
    usual_month = SelectField(lazy("Or, when the days are not known: it usually returns in"), coerce=int, default=0)
    reason = StringField(lazy("Why this change (shown in the history)"))
    version = HiddenField()

    def offer(self) -> None:
        """Fill the choices."""
        known = labels.statuses() | {"": _("As the sheet says")}
        self.status.choices = list(known.items())
        self.usual_month.choices = [(0, "—"), *labels.months().items()]

    def said(self) -> dict[str, Any]:
        """The facts that were given."""
        said = {name: self[name].data for name in LOCAL}
        return {**said, "usual_month": said["usual_month"] or None}


class CopyForm(FlaskForm):
    """A regional copy becomes a complement of the wider sheet."""

    other = StringField(lazy("Address of the wider sheet"))
    territory = SelectField(lazy("For which territory"))
    sure = HiddenField()
