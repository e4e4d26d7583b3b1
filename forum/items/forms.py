"""What comes in by HTML about items and messages."""

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
from forum.territories.queries import themes, tree


class ReplyForm(FlaskForm):
    """A message under an item."""

    source = TextAreaField(lazy("Your message"))
    reply_to = IntegerField(validators=[Optional()])
    organisation = SelectField(lazy("In the name of"), coerce=int, validators=[Optional()], validate_choice=False)
    after = IntegerField(validators=[Optional()], default=1)


class EditForm(FlaskForm):
    """A text that changes. `version`: the one it began from."""

    title = StringField(lazy("Title"))
    source = TextAreaField(lazy("Text"))
    reason = StringField(lazy("Why this change (shown in the history)"))
    version = HiddenField()


class MoveForm(FlaskForm):
    """Another space for an item."""

    space = SelectField(lazy("Move to the space"))
    sure = HiddenField()


class ShowForm(FlaskForm):
    """Another space that shows an item too."""

    space = SelectField(lazy("Show it in this space too"), id="show-space")


class SelectionForm(FlaskForm):
    """What becomes of chosen messages. `post`: their numbers, from checkboxes."""

    post = SelectMultipleField(lazy("Messages"), coerce=int, validate_choice=False)
    title = StringField(lazy("Title of the new discussion"))
    space = SelectField(lazy("In the space"), validators=[Optional()])
    other = StringField(lazy("Address or number of the other discussion"))
    sure = HiddenField()


class MergeForm(FlaskForm):
    """Another discussion, into which this one goes."""

    other = StringField(lazy("Address or number of the discussion that stays"))
    order = RadioField(
        lazy("In which order"),
        choices=[
            ("date", lazy("All messages by their dates")),
            ("end", lazy("These ones after those of the other")),
        ],
        default="date",
    )
    sure = HiddenField()


class RenameForm(FlaskForm):
    """Another title."""

    title = StringField(lazy("Title"))
    reason = StringField(lazy("Why this change (shown in the history)"))


class PinForm(FlaskForm):
    """On top of its space."""

    until = DateField(lazy("Until this day (empty: until somebody unpins it)"), validators=[Optional()])


class CloseForm(FlaskForm):
    """No more replies."""

    reason = StringField(lazy("Why (shown to all)"), id="close-reason")


class NoteForm(FlaskForm):
    """A word to the other keepers."""

    text = TextAreaField(lazy("A note for those who keep this space"))
    number = IntegerField(lazy("About the message number (1: the whole)"), validators=[Optional()], default=1)


class TagForm(FlaskForm):
    """Another word for a word."""

    label = StringField(lazy("Word"))


class LinkForm(FlaskForm):
    """A tie to another item."""

    other = StringField(lazy("Address or number of the other publication"))
    relation = SelectField(
        lazy("This publication"),
        choices=[
            ("cites", lazy("cites it")),
            ("answers", lazy("answers it")),
            ("comes_from", lazy("comes from it")),
            ("replaces", lazy("replaces it")),
        ],
    )


class ClassifiedForm(FlaskForm):
    """Where an item belongs: the fields that the four kinds share."""

    title = StringField(lazy("Title"))
    source = TextAreaField(lazy("Text"))
    space = SelectField(lazy("Space"))
    territory = SelectField(lazy("Territory"), validators=[Optional()])
    themes = SelectMultipleField(lazy("Themes"), coerce=int)
    tags = StringField(lazy("Free words, separated by commas"))

    def offer(self, spaces: list[tuple[str, str]]) -> None:
        """Fill the choices: spaces open to the reader, territories, themes."""
        self.space.choices = spaces
        kinds = ("country", "region", "department", "overseas_collectivity")
        self.territory.choices = [("", "—"), *((node.code, node.name) for node in tree().of_kind(*kinds))]
        self.themes.choices = [(theme.id, theme.label) for theme in themes().values()]

    @property
    def territory_ids(self) -> list[int]:
        """The chosen territory, as ids."""
        node = tree().find(self.territory.data or "")
        return [node.id] if node else []

    @property
    def tag_words(self) -> list[str]:
        """The free words."""
        return [word.strip() for word in (self.tags.data or "").split(",") if word.strip()]


class Confirmed(FlaskForm):
    """A button and its CSRF token."""

    sure = BooleanField()
