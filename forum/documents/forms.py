"""What comes in by HTML about practice documents."""

import json
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from forum.core.i18n import lazy
from forum.documents.commands import LICENCES
from forum.documents.upkeep import LANGUAGES
from forum.items.forms import ClassifiedForm
from forum.territories.queries import themes, tree
from forum.territories.vocabulary import actor_types


def lines_of(text: str | None) -> list[str]:
    """One source a line."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class DocumentForm(ClassifiedForm):
    """A new document. `from_item`, `from_post`: the discussion and the message that gave it."""

    summary = TextAreaField(lazy("In two sentences"))
    sources = TextAreaField(lazy("Sources, one a line"))
    template = HiddenField(default="blank")
    from_item = HiddenField()
    from_post = HiddenField()


class DetailsForm(FlaskForm):
    """What stands around the text."""

    summary = TextAreaField(lazy("In two sentences"))
    sources = TextAreaField(lazy("Sources, one a line"))
    licence = SelectField(lazy("Licence"))
    review_by = DateField(lazy("To be reviewed by"), validators=[Optional()])
    actor_types = SelectMultipleField(lazy("Useful to"))
    territory = SelectField(lazy("Territory"), validators=[Optional()])
    themes = SelectMultipleField(lazy("Themes"), coerce=int)
    tags = StringField(lazy("Free words, separated by commas"))
    began = HiddenField()  # what the fields held when the form was opened: two people's changes are joined

    @property
    def began_from(self) -> dict[str, Any]:
        """What the fields held, if the form says so rightly."""
        try:
            found = json.loads(self.began.data or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def offer(self, licence: str) -> None:
        """Fill the choices; a licence that came with an import stays one of them."""
        self.licence.choices = list(dict.fromkeys([licence, *LICENCES]))
        kinds = ("country", "region", "department", "overseas_collectivity")
        self.territory.choices = [("", "—"), *((node.code, node.name) for node in tree().of_kind(*kinds))]
        self.themes.choices = [(theme.id, theme.label) for theme in themes().values()]
        self.actor_types.choices = list(actor_types().items())


class SuggestForm(FlaskForm):
    """Another text, title or sources for a page. `version`: of the text that it began from."""

    title = StringField(lazy("The title as it should be"))
    sources = TextAreaField(lazy("Its sources as they should be, one a line"))
    source = TextAreaField(lazy("The text as it should be"))
    why = StringField(lazy("Why, in one sentence"))
    version = HiddenField()
    edition = HiddenField()

    @property
    def began(self) -> int:
        """The version, as a number."""
        return _number(self.version.data)

    @property
    def seen(self) -> int:
        """The edition, as a number."""
        return _number(self.edition.data)


class WordsForm(FlaskForm):
    """A few words: a question, a reason, a remark."""

    text = TextAreaField(lazy("Your words"))


class HelpedForm(FlaskForm):
    """Did this help? `website`: people do not see it, programs fill it in."""

    answer = RadioField(lazy("Did this page help you?"), choices=[("yes", lazy("Yes")), ("no", lazy("No"))])
    text = TextAreaField(lazy("What was missing, or what helped (optional)"), id="helped-text")
    in_public = BooleanField(lazy("Publish it in the discussion, under my name"))
    website = StringField(lazy("Leave this field empty"))


class TrialForm(FlaskForm):
    """An organisation tried what the page says."""

    organisation = SelectField(lazy("For which organisation"), coerce=int)
    place = StringField(lazy("Where"))
    year = IntegerField(lazy("In which year"), validators=[Optional()])
    changed = TextAreaField(lazy("What you did otherwise"))
    remark = TextAreaField(lazy("What others should know"))


class OwnerForm(FlaskForm):
    """Somebody else keeps the page."""

    owner = StringField(lazy("Who keeps it from now on"))


class TranslationForm(FlaskForm):
    """Of which page this one is a translation."""

    original = StringField(lazy("Address or number of the page that this one translates"))
    lang = SelectField(lazy("Language of this page"), choices=list(LANGUAGES.items()))


class TalkForm(FlaskForm):
    """Of which passage one speaks, and what one says."""

    quote = RadioField(lazy("Which passage"), validate_choice=False)
    source = TextAreaField(lazy("Your message"))


class MergeForm(FlaskForm):
    """The page that stays."""

    other = StringField(lazy("Address or number of the page that stays"))
    sure = HiddenField()


def _number(text: str | None) -> int:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 10 else 0
