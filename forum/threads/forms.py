"""What comes in by HTML about threads."""

from wtforms import SelectField

from forum.core.i18n import lazy
from forum.items.forms import ClassifiedForm


class ThreadForm(ClassifiedForm):
    """A new thread."""

    purpose = SelectField(
        lazy("What is it?"),
        choices=[
            ("question", lazy("A question")),
            ("experience", lazy("An experience to share")),
            ("announcement", lazy("An announcement")),
        ],
        default="question",
    )
