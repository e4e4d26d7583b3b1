"""Addresses that take mail: they say who answers what, and nobody can make one for somebody else."""

import pytest

from forum.core import addresses


@pytest.fixture(autouse=True)
def installed(app):
    """The application configures the domain and the key."""
    return app


def test_a_reply_address_says_who_answers_what():
    made = addresses.reply_address(12, 7, 3)
    assert addresses.opened_reply(made.upper()) == addresses.ReplyTo(12, 7, 3)
    assert len(made.partition("@")[0]) <= 64  # RFC 5321


@pytest.mark.parametrize("change", [("r.12.", "r.13."), (".7.", ".8."), ("@", "@elsewhere."), ("r.", "x.")])
def test_a_forged_address_opens_nothing(change):
    assert addresses.opened_reply(addresses.reply_address(12, 7, 3).replace(*change, 1)) is None


def test_a_space_has_an_address():
    assert addresses.opened_space(addresses.space_address("bretagne")) == "bretagne"
    assert addresses.opened_space("space+bretagne@elsewhere.example") is None


def test_answers_find_their_message_by_references():
    references = f"<abc@mail.example> {addresses.message_id(7, 1)} {addresses.message_id(7, 3)} <item.9.1@elsewhere>"
    assert addresses.opened_message_ids(references) == [(7, 1), (7, 3)]
