"""What comes in by HTML about notifications."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField

from forum.core.i18n import lazy


class MailForm(FlaskForm):
    """How much comes by mail, at once and in a summary."""

    mail = RadioField(
        lazy("By mail, at once"),
        choices=[
            ("all", lazy("All that I follow")),
            ("mine", lazy("What is addressed to me: mentions, replies, quotes, answers to my needs")),
            ("none", lazy("Nothing, but decisions about my messages")),
        ],
    )
    wanted = SelectMultipleField(
        lazy("Among what is addressed to me"),
        choices=[
            ("mention", lazy("When somebody mentions me")),
            ("support", lazy("When a need that my organisation supports is answered")),
            ("upkeep", lazy("Once a week, what is to be read again in the spaces that I keep")),
        ],
    )
    digest = RadioField(
        lazy("A summary of what I follow and have not read"),
        choices=[("none", lazy("Never")), ("daily", lazy("Every day")), ("weekly", lazy("Every week"))],
    )
    hour = SelectField(lazy("At"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)])
    weekday = SelectField(
        lazy("For every week, on"), coerce=int,
        choices=[(0, lazy("Monday")), (1, lazy("Tuesday")), (2, lazy("Wednesday")), (3, lazy("Thursday")),
                 (4, lazy("Friday")), (5, lazy("Saturday")), (6, lazy("Sunday"))],
    )  # fmt: skip
