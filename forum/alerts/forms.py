"""What comes in by HTML about saved searches."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, RadioField, StringField

from forum.alerts.words import hows
from forum.core.i18n import lazy


class SearchForm(FlaskForm):
    """A search to keep, or one that is kept."""

    name = StringField(lazy("Its name"))
    how = RadioField(lazy("When to write to me"), default="daily")
    deadlines = BooleanField(lazy("Remind me 30 days, 7 days and one day before a deadline"), default=True)
    email = EmailField(lazy("Your e-mail address"))

    def offer(self, *, has_account: bool) -> None:
        """Fill the choices; without an account there is no page to read a feed's address on."""
        choices = hows()
        if not has_account:
            choices.pop("none")
        self.how.choices = list(choices.items())
