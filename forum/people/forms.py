"""What comes in by HTML about accounts and organisations."""

from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from forum.core import clock
from forum.core.i18n import lazy
from forum.territories.queries import themes, tree
from forum.territories.vocabulary import actor_types, countries


def territory_choices() -> list[tuple[str, str]]:
    """Every territory, by code."""
    kinds = ("region", "department", "overseas_collectivity")
    return [("", "—"), *((node.code, node.name) for node in tree().of_kind(*kinds))]


def timezone_choices() -> list[tuple[str, str]]:
    """Time zones of the French territories, overseas included, with the hour that it is there."""
    zones = dict.fromkeys(["Europe/Paris", *(node.timezone for node in tree().nodes.values())])
    labels = [(zone, f"{clock.city(zone)} ({clock.now().astimezone(ZoneInfo(zone)):%H:%M})") for zone in zones]
    return [("", lazy("That of my territory")), *labels]


class SignUpForm(FlaskForm):
    """A new account."""

    name = StringField(lazy("Your name, as others will see it"), render_kw={"autocomplete": "name"})
    email = StringField(lazy("E-mail address"), render_kw={"type": "email", "autocomplete": "email"})
    password = PasswordField(lazy("Password"), render_kw={"autocomplete": "new-password"})
    territory = SelectField(lazy("Your territory (optional)"), validators=[Optional()])
    website = StringField(render_kw={"tabindex": "-1", "autocomplete": "off"})  # filled by machines only


class SignInForm(FlaskForm):
    """Signing in."""

    login = StringField(lazy("E-mail address or handle"), render_kw={"autocomplete": "username"})
    password = PasswordField(lazy("Password"), render_kw={"autocomplete": "current-password"})
    remember = BooleanField(lazy("Stay signed in on this device"), default=True)


class AddressForm(FlaskForm):
    """A forgotten password."""

    email = StringField(lazy("E-mail address"), render_kw={"type": "email", "autocomplete": "email"})


class NewPasswordForm(FlaskForm):
    """A new password by the link that was sent."""

    password = PasswordField(lazy("New password"), render_kw={"autocomplete": "new-password"})


class ChangePasswordForm(NewPasswordForm):
    """A new password by its owner."""

    current = PasswordField(lazy("Present password"), render_kw={"autocomplete": "current-password"})


class ProfileForm(FlaskForm):
    """What a person says of themselves."""

    name = StringField(lazy("Name"))
    bio = TextAreaField(lazy("A few words about you (Markdown)"))
    territory = SelectField(lazy("Territory"), validators=[Optional()])
    locale = SelectField(
        lazy("Language"), choices=[("", lazy("As my browser asks")), ("fr", "Français"), ("en", "English")]
    )
    timezone = SelectField(lazy("Time zone"), validators=[Optional()])


class TokenForm(FlaskForm):
    """A bearer token."""

    name = StringField(lazy("What it is for"))
    scopes = SelectField(lazy("It may"), choices=[("read", lazy("read")), ("read,write", lazy("read and write"))])


class OrganisationForm(FlaskForm):
    """An organisation."""

    name = StringField(lazy("Name of the organisation"))
    kind = SelectField(lazy("Kind"))
    territory = SelectField(lazy("Its seat"), validators=[Optional()])
    website = StringField(lazy("Website"))
    countries = SelectMultipleField(lazy("Countries where it acts"), validators=[Optional()])
    about = TextAreaField(lazy("What it does (Markdown)"))
    founded_on = DateField(lazy("Since when it exists"), validators=[Optional()])
    themes = SelectMultipleField(lazy("What it works on"), validators=[Optional()])
    annual_budget = IntegerField(
        lazy("Its yearly resources (€)"), validators=[Optional(), NumberRange(0, 1_000_000_000)]
    )
    staff = IntegerField(lazy("How many people it pays"), validators=[Optional(), NumberRange(0, 100_000)])

    def offer(self) -> None:
        """Fill the choices."""
        self.themes.choices = [(row.code, row.label) for row in themes().values() if row.code != "financement"]
        self.kind.choices = list(actor_types().items())
        self.territory.choices = territory_choices()
        self.countries.choices = list(countries().items())


class MandateForm(FlaskForm):
    """A request to act for an organisation."""

    title = StringField(lazy("Your role there (optional)"))
