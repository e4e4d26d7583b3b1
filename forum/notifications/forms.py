"""What comes in by HTML about notifications."""

from flask_wtf import FlaskForm
from wtforms import RadioField

from forum.core.i18n import lazy


class MailForm(FlaskForm):
    """How much comes by mail at once."""

    mail = RadioField(
        lazy("By mail, at once"),
        choices=[
            ("all", lazy("All that I follow")),
            ("mine", lazy("What is addressed to me: mentions, replies, answers to my needs")),
            ("none", lazy("Nothing, but decisions about my messages")),
        ],
    )
