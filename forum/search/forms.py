"""What comes in by HTML."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired

from forum.core.i18n import lazy


class WordsForm(FlaskForm):
    """Words that stand for each other."""

    words = StringField(lazy("Words that mean the same, separated by commas"), validators=[DataRequired()])
