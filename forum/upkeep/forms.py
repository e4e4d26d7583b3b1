"""What comes in by HTML about pages that changed."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from forum.core.i18n import lazy
from forum.upkeep.words import OUTCOMES, whats


class SignalForm(FlaskForm):
    """A reader says that something changed. `website`: people do not see it, programs fill it in."""

    what = RadioField(lazy("What changed?"), validate_choice=False)
    text = TextAreaField(lazy("In a sentence"))
    email = StringField(lazy("Your e-mail address, to be told of the outcome (optional)"), validators=[Optional()])
    website = StringField(lazy("Leave this field empty"))

    def offer(self, kind: str) -> None:
        """Choices that fit the kind."""
        self.what.choices = list(whats(kind).items())


class AnswerForm(FlaskForm):
    """What came of it."""

    outcome = RadioField(
        lazy("What came of it"), choices=list(OUTCOMES.items()), default="corrected", validate_choice=False
    )
    text = TextAreaField(lazy("A word to whoever told you (optional)"))
