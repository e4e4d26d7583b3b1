"""What comes in by HTML about resources. Each type shows the fields that fit it; an empty field means unknown."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from forum.core.i18n import _, lazy
from forum.items.forms import ClassifiedForm
from forum.resources import labels
from forum.resources.values import RULES
from forum.territories.vocabulary import actor_types, countries, zones

BOTH = ("funding", "call")
ALL = ("funding", "call", "training", "accompaniment", "contact", "tool")
# Groups of the form: a title, and which types show each field.
GROUPS: tuple[tuple[Any, dict[str, tuple[str, ...]]], ...] = (
    (lazy("Who offers it"), {"funder": ALL, "level": ALL, "url": ALL, "contact": ALL, "tool": ("tool", *BOTH)}),
    (lazy("How much"), {
        "min_amount": BOTH, "max_amount": BOTH, "max_cofunding_pct": BOTH, "max_amount_overseas": BOTH,
        "max_amount_multi_year": BOTH, "max_amount_ecsi": BOTH, "max_cofunding_pct_collectivite": BOTH,
    }),
    (lazy("For whom"), {
        "audiences": ALL, "min_age_years": ("tool", *BOTH), "min_annual_budget": BOTH, "max_annual_budget": BOTH,
        "min_person_age": ("training", "tool", *BOTH), "max_person_age": ("training", "tool", *BOTH),
        "requires_sponsor": BOTH, "requires": BOTH,
    }),
    (lazy("For which projects"), {
        "more_territories": ALL, "zones": ALL, "countries": ALL, "excluded": BOTH, "conditional": BOTH, "min_project_budget": BOTH,
        "max_project_budget": BOTH, "min_duration_months": (*BOTH, "training"),
        "max_duration_months": (*BOTH, "training"), **dict.fromkeys(RULES, BOTH),
    }),
    (lazy("Until when"), {
        "opens_on": (*BOTH, "training"), "deadline": (*BOTH, "training", "accompaniment", "tool"), "windows": (*BOTH, "training"),
        "usual_month": (*BOTH, "training"), "deadline_note": ALL, "status": ALL,
    }),
    (lazy("How we know"), {"origin": ALL, "page_date": ALL, "confidence": ALL}),
)  # fmt: skip


def _whole(label: Any) -> IntegerField:
    return IntegerField(label, validators=[Optional()])


class ResourceForm(ClassifiedForm):
    """A resource, proposed or changed."""

    type = SelectField(lazy("Type"))
    summary = TextAreaField(lazy("In two sentences"))
    funder = StringField(lazy("Who offers it"))
    level = SelectField(lazy("Level"), default="national")
    url = StringField(lazy("Web page"))
    contact = StringField(lazy("Contact (of an office, never of a private person)"))
    tool = StringField(lazy("Where one applies or connects"))
    min_amount = _whole(lazy("Least amount (€)"))
    max_amount = _whole(lazy("Most (€)"))
    max_amount_overseas = _whole(lazy("Most, for overseas France (€)"))
    max_amount_multi_year = _whole(lazy("Most, over several years (€)"))
    max_amount_ecsi = _whole(lazy("Most, for global citizenship education (€)"))
    max_cofunding_pct = _whole(lazy("Share of the budget at most (%)"))
    max_cofunding_pct_collectivite = _whole(lazy("Share at most, for local authorities (%)"))
    audiences = SelectMultipleField(lazy("Open to"))
    min_age_years = _whole(lazy("Years of existence at least"))
    min_annual_budget = _whole(lazy("Yearly resources at least (€)"))
    max_annual_budget = _whole(lazy("Yearly resources at most (€)"))
    min_person_age = _whole(lazy("Age of the participants from"))
    max_person_age = _whole(lazy("to"))
    requires_sponsor = SelectField(
        lazy("Must another organisation stand for it?"),
        choices=[("", lazy("Unknown")), ("yes", lazy("Yes")), ("no", lazy("No"))],
    )
    requires = StringField(lazy("What must be had first (numbers of other resources, separated by commas)"))
    more_territories = StringField(lazy("Other territories where it applies (separated by commas)"))
    zones = SelectMultipleField(lazy("Where the project acts"))
    countries = StringField(lazy("Countries, if it names some (separated by commas)"))
    excluded = StringField(lazy("Excluded countries (separated by commas)"))
    conditional = TextAreaField(lazy("Countries under conditions (one a line: country: condition)"))
    min_project_budget = _whole(lazy("Budget of the project at least (€)"))
    max_project_budget = _whole(lazy("Budget of the project at most (€)"))
    min_duration_months = _whole(lazy("Duration from (months)"))
    max_duration_months = _whole(lazy("Duration to (months)"))
    min_cash_share_pct = _whole(lazy("Cash from elsewhere, at least (%)"))
    max_inkind_share_pct = _whole(lazy("In kind, at most (%)"))
    min_own_share_pct = _whole(lazy("Own funds, at least (%)"))
    min_local_authority_share_pct = _whole(lazy("Local authority, at least (%)"))
    opens_on = DateField(lazy("Opens on"), validators=[Optional()])
    deadline = DateField(lazy("Closes on (at midnight in Paris)"), validators=[Optional()])
    windows = TextAreaField(lazy("Dates that return each year (one a line, like 1/02 – 31/03)"))
    usual_month = SelectField(lazy("Or, when the days are not known: it usually returns in"), coerce=int, default=0)
    deadline_note = TextAreaField(lazy("About the dates"))
    status = SelectField(lazy("What its page says today"))
    origin = StringField(lazy("Where these facts were read"))
    page_date = StringField(lazy("Date of that page"))
    confidence = SelectField(lazy("How sure is it?"))
    reason = StringField(lazy("Why this change (shown in the history)"))
    version = HiddenField()

    def offer(self, spaces: list[tuple[str, str]]) -> None:
        """Fill the choices."""
        super().offer(spaces)
        self.type.choices = list(labels.types().items())
        self.level.choices = list(labels.levels().items())
        self.audiences.choices = list(actor_types().items())
        self.zones.choices = list(zones().items())
        self.status.choices = list(labels.statuses().items())
        self.usual_month.choices = [(0, _("I cannot say")), *labels.months().items()]
        sure = {"high": _("Sure"), "medium": _("Fairly sure"), "low": _("Not sure")}
        self.confidence.choices = [("", _("I cannot say")), *sure.items()]

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Titles and fields that fit the type; a field that holds something is always shown."""
        shown = []
        for title, fields in GROUPS:
            names = [name for name, types in fields.items() if self.type.data in types or self[name].data]
            if names:
                shown.append((str(title), [self[name] for name in names]))
        return shown


def codes_of(text: str) -> list[str]:
    """ISO codes of countries that people name or code; an unknown word stays, for the command to refuse."""
    known = {name.casefold(): code for code, name in countries().items()}
    known |= {code.casefold(): code for code in countries()}
    words = (word.strip() for word in text.replace("\n", ",").split(","))
    return [known.get(word.casefold(), word) for word in words if word]


class RefuseForm(FlaskForm):
    """Why a proposed resource does not enter the catalogue."""

    reason = TextAreaField(lazy("Why? Its author will read it."))
