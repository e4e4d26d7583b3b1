"""Five questions about a project. The answers stay in the address: nothing is stored, the link can be sent."""

from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import TextInput

from forum.core.i18n import _, lazy
from forum.resources.fit import Project
from forum.resources.zones import oda_countries
from forum.territories.queries import themes, tree
from forum.territories.vocabulary import actor_types, countries

MOST = 1_000_000_000


class Whole(IntegerField):
    """A whole number as people write it: 12 500, 12.500 €. A field of text: one of numbers refuses the spaces."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Without spaces and the sign of the euro."""
        kept = "".join(each for each in (valuelist[0] if valuelist else "") if not each.isspace() and each not in "€.,")
        if kept:
            try:
                self.data = int(kept)
            except ValueError as error:
                self.data = None
                raise ValueError(_("Give a whole number.")) from error


def _whole(label: Any) -> Whole:
    wrong = lazy("Give a number between 0 and 1 000 000 000.")
    return Whole(label, validators=[Optional(), NumberRange(0, MOST, message=wrong)])


class ProjectForm(FlaskForm):
    """Sent by GET: what is asked changes nothing."""

    class Meta:
        """No token: a link that somebody sends must open."""

        csrf = False

    actor = SelectField(lazy("You are"), default="")
    age = _whole(lazy("For how many full years do you exist?"))
    budget = _whole(lazy("Your yearly resources (€)"))
    seat = SelectField(lazy("Your seat"), default="")
    country = SelectField(lazy("Country of the project"), default="")
    theme = SelectMultipleField(lazy("Subjects of the project"))
    amount = _whole(lazy("Amount that you seek (€)"))
    total = _whole(lazy("What the project costs in all (€)"))
    months = _whole(lazy("How many months it lasts"))

    def __init__(self, answers: MultiDict[str, str], **more: Any) -> None:
        super().__init__(formdata=answers or None, **more)
        nothing = [("", _("I do not say"))]
        self.actor.choices = nothing + list(actor_types().items())
        names = countries()
        abroad = sorted((code for code in oda_countries() if code in names), key=lambda code: names[code])
        self.country.choices = nothing + [(code, names[code]) for code in ("FR", *abroad)]
        places = tree().of_kind("region", "department")
        self.seat.choices = nothing + [(node.code, node.name) for node in sorted(places, key=lambda node: node.name)]
        self.theme.choices = [(row.code, row.label) for row in themes().values() if row.code != "financement"]

    @property
    def names(self) -> list[str]:
        """Of its fields."""
        return [each.name for each in self]

    def project(self) -> Project:
        """What was told. Fields in error count as not told."""
        node = tree().find(self.seat.data)
        numbers = {name: None if self[name].errors else self[name].data
                   for name in ("age", "budget", "amount", "total", "months")}  # fmt: skip
        return Project(
            actor=self.actor.data or "", country=self.country.data or "", themes=frozenset(self.theme.data or ()),
            seat=node.above if node else (), below_seat=frozenset(tree().below[node.id]) if node else frozenset(),
            is_overseas=bool(node and node.insee.startswith("97")), **numbers,
        )  # fmt: skip
