"""What comes in by HTML about spaces."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField

from forum.core.i18n import lazy


class SpaceForm(FlaskForm):
    """A space that is made or changed."""

    name = StringField(lazy("Name"))
    summary = StringField(lazy("In one sentence"))
    parent = SelectField(lazy("Inside the space"), validate_choice=False)
    visibility = SelectField(
        lazy("Who may read"),
        choices=[
            ("public", lazy("Everybody")),
            ("unlisted", lazy("Everybody who has the address")),
            ("members", lazy("Its members; others see that it exists")),
            ("private", lazy("Its members; nobody else knows of it")),
        ],
    )
    joining = SelectField(
        lazy("How to join"),
        choices=[
            ("open", lazy("Whoever wants to")),
            ("ask", lazy("On request")),
            ("invite", lazy("By invitation only")),
        ],
    )
    about = TextAreaField(lazy("About (Markdown)"))
    rules = TextAreaField(lazy("Rules of the space (Markdown)"))


class JoinForm(FlaskForm):
    """A request to join."""

    message = TextAreaField(lazy("A word to those who keep the space (optional)"))


class AskingForm(FlaskForm):
    """What a space asks for with every question. The rows of fields are read by their numbers."""

    ask_about = TextAreaField(lazy("Said above the form"))


class RoleForm(FlaskForm):
    """A role for somebody."""

    handle = StringField(lazy("Handle of the person"))
    role = SelectField(
        lazy("Role"),
        choices=[
            ("member", lazy("Member")),
            ("curator", lazy("Curator of resources and documents")),
            ("moderator", lazy("Moderator")),
            ("", lazy("None: take out of the space")),
        ],
    )
