"""What comes in by HTML about needs."""

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from forum.core.i18n import lazy
from forum.items.forms import ClassifiedForm
from forum.needs.labels import outcomes
from forum.territories.queries import themes, tree


class NeedForm(ClassifiedForm):
    """A new need. `from_item`: the discussion that gave it."""

    affected = StringField(lazy("Who is concerned, how many"))
    from_item = HiddenField()


class DetailsForm(FlaskForm):
    """What stands around the text."""

    affected = StringField(lazy("Who is concerned, how many"))
    territory = SelectField(lazy("Territory"), validators=[Optional()])
    themes = SelectMultipleField(lazy("Themes"), coerce=int)
    tags = StringField(lazy("Free words, separated by commas"))

    def offer(self) -> None:
        """Fill the choices."""
        kinds = ("country", "region", "department", "overseas_collectivity")
        self.territory.choices = [("", "—"), *((node.code, node.name) for node in tree().of_kind(*kinds))]
        self.themes.choices = [(theme.id, theme.label) for theme in themes().values()]


class WhyForm(FlaskForm):
    """A step that needs a reason."""

    why = TextAreaField(lazy("Why?"))


class AddressForm(FlaskForm):
    """Who must answer, by when."""

    to = StringField(lazy("Who is asked to answer"))
    due = DateField(lazy("By when"), validators=[Optional()])


class AnswerForm(FlaskForm):
    """The answer that was given."""

    outcome = SelectField(lazy("What was answered"))
    source = TextAreaField(lazy("The answer, in its own words if you can"))

    def offer(self) -> None:
        """Fill the choices."""
        self.outcome.choices = list(outcomes().items())
