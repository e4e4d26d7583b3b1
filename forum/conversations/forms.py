"""What comes in by HTML about conversations."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField

from forum.core.i18n import lazy


class BeginForm(FlaskForm):
    """A new conversation. `to`: names or handles, separated by commas."""

    to = StringField(lazy("To"))
    title = StringField(lazy("Subject (optional)"))
    source = TextAreaField(lazy("Your message"))


class AddForm(FlaskForm):
    """One more person."""

    to = StringField(lazy("Who"))


class TitleForm(FlaskForm):
    """Another subject."""

    title = StringField(lazy("Subject"))


class ChoiceForm(FlaskForm):
    """Who may begin a conversation with me."""

    from_whom = RadioField(
        lazy("Who may write to me"),
        choices=[
            ("all", lazy("All members")),
            ("spaces", lazy("Those who are in one of my spaces")),
            ("nobody", lazy("Nobody")),
        ],
    )
