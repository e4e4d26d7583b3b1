"""What comes in by HTML about guests."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, TextAreaField

from forum.core.i18n import lazy


class InviteForm(FlaskForm):
    """Somebody to invite."""

    email = StringField(lazy("E-mail address"), render_kw={"type": "email", "autocomplete": "off"})
    name = StringField(lazy("Their name (optional)"), render_kw={"autocomplete": "off"})
    greeting = TextAreaField(lazy("A sentence for them (optional)"))


class EnterForm(FlaskForm):
    """Coming in."""

    name = StringField(lazy("Your name, as others will see it"), render_kw={"autocomplete": "name"})


class DoorForm(FlaskForm):
    """A new link."""

    email = StringField(lazy("The address that was invited"), render_kw={"type": "email", "autocomplete": "email"})


class AccountForm(FlaskForm):
    """A guest opens an account."""

    name = StringField(lazy("Your name, as others will see it"), render_kw={"autocomplete": "name"})
    password = PasswordField(lazy("Password"), render_kw={"autocomplete": "new-password"})
