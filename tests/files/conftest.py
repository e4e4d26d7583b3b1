"""What these tests share."""

import pytest

from forum.core.i18n import language


@pytest.fixture
def english():
    """Refusals in the language of the sources."""
    language.set("en")
    yield
    language.set("fr")
