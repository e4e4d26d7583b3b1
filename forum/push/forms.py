"""What comes in by HTML about devices."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField

from forum.core.i18n import lazy

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class PushForm(FlaskForm):
    """How much is told on devices, and when not."""

    everything = RadioField(
        lazy("On my devices"), choices=[("no", lazy("What is addressed to me")), ("yes", lazy("All that I follow"))]
    )
    quiet_from = SelectField(lazy("Silence from"), coerce=int, choices=HOURS)
    quiet_to = SelectField(lazy("Silence until"), coerce=int, choices=HOURS)
