"""What comes in by HTML about guides."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField

from forum.core.i18n import lazy


class GuideForm(FlaskForm):
    """Title and what the guide is for; the space when it is new."""

    space = SelectField(lazy("Space"), validate_choice=True)
    title = StringField(lazy("Title"))
    summary = TextAreaField(lazy("What this guide is for, and for whom"))
