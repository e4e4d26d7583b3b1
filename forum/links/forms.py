"""What comes in by HTML about links."""

from flask_wtf import FlaskForm
from wtforms import StringField

from forum.core.i18n import lazy


class AddressForm(FlaskForm):
    """Another address for a link."""

    url = StringField(lazy("New address"))
