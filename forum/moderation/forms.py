"""What comes in by HTML about reports and decisions."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from forum.core.i18n import lazy
from forum.moderation.models import REASONS
from forum.moderation.words import REASON_LABELS


def _reasons() -> list[tuple[str, object]]:
    return [(reason, REASON_LABELS[reason]) for reason in REASONS]


class ReportForm(FlaskForm):
    """Somebody says that a message is wrong. `website`: people do not see it, programs fill it in."""

    reason = RadioField(lazy("What is wrong?"), choices=_reasons(), validate_choice=False)
    text = TextAreaField(lazy("In a few words"))
    email = StringField(lazy("Your e-mail address, to be told of the outcome (optional)"), validators=[Optional()])
    website = StringField(lazy("Leave this field empty"))


class DecisionForm(FlaskForm):
    """A decision; what restrains needs its ground and its reasons."""

    deed = StringField()
    ground = SelectField(lazy("The rule or the law"), choices=[("", "—"), *_reasons()], validate_choice=False)
    text = TextAreaField(lazy("Why: the author will read it"))


class WhyForm(FlaskForm):
    """A few words that the person concerned will read."""

    text = TextAreaField(lazy("Why"))
