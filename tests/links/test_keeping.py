"""The table of links follows the texts: published ones, no more and no less."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.events import Cursor
from forum.documents.commands import describe
from forum.documents.models import Document
from forum.items.commands.edit import edit
from forum.items.commands.state import set_state
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.items.queries.heads import message
from forum.links.finding import in_words, outside
from forum.links.keeping import keep_all
from forum.links.models import LinkPlace, WebHost, WebLink
from tests.documents.made import document
from tests.resources.made import resource


def table() -> list[tuple[str, int, str]]:
    """(address, message, place) of all that is known."""
    db.session.expire_all()
    rows = select(WebLink.url, LinkPlace.number, LinkPlace.place).join(LinkPlace, LinkPlace.link_id == WebLink.id)
    return sorted(tuple(row) for row in db.session.execute(rows))


def test_links_of_texts_sources_and_facts_are_known(world):
    text = "Voyez [la page](https://Exemple.fr/Aide?x=1#ici) et <https://exemple.fr/aide?x=1>, pas [nous](/help)."
    document(world, source=text, sources=["Guide (2024) https://guide.example/pdf.", "Nos notes"])
    resource(world, url="www.fonds.example/appel", contact="Aïda, https://contact.example/x")
    world.follow()
    assert table() == [
        ("https://contact.example/x", 1, "contact"), ("https://exemple.fr/Aide?x=1", 1, "text"),
        ("https://exemple.fr/aide?x=1", 1, "text"), ("https://guide.example/pdf", 1, "sources"),
        ("https://www.fonds.example/appel", 1, "url"),
    ]  # fmt: skip
    assert "contact.example" in db.session.scalars(select(WebHost.host)).all()


def test_one_address_on_two_pages_is_one_link_and_goes_with_the_last(world):
    first = world.question(source="Voir https://a.example/x pour la suite.").id
    second = world.question(source="Voir https://A.example/x#haut pour la suite.").id
    world.follow()
    assert len(db.session.scalars(select(WebLink)).all()) == 1
    for item, left in ((first, 1), (second, 0)):
        with transaction():
            item = db.session.get(Item, item)
            edit(world.actor("awa"), Message(item, 1, item), source="Plus de lien ici.", version=1)
        world.follow()
        assert len(db.session.scalars(select(WebLink)).all()) == left


def test_what_is_hidden_is_not_known_and_comes_back(world):
    item = world.question()
    item_id, number = item.id, world.reply(item, source="Voyez https://a.example/ ici.").number
    world.follow()
    assert table() == [("https://a.example/", 2, "text")]
    for state, seen in (("hidden", []), ("public", [("https://a.example/", 2, "text")])):
        with transaction():
            about = message(db.session.get(Item, item_id), number, world.actor("ada"))
            set_state(about, state, actor_id=1, event=f"post.{state}")
        world.follow()
        assert table() == seen


def test_links_of_our_own_site_are_not_links_to_elsewhere(world):
    world.question(source="Voir http://127.0.0.1:5000/help et https://a.example/ aussi.")
    world.follow()
    assert [row[0] for row in table()] == ["https://a.example/"]


def test_sources_that_change_change_the_table(world):
    made = document(world, sources=["https://avant.example/"]).id
    world.follow()
    with transaction():
        made = db.session.get(Document, made)
        describe(world.actor("corinne"), made, summary="", sources=["https://apres.example/"], licence="CC BY 4.0")
    world.follow()
    assert [row[0] for row in table()] == ["https://apres.example/"]


def test_events_that_come_twice_change_nothing_and_the_whole_can_be_made_again(world):
    world.question(source="Voir https://a.example/ ici.", replies=1)
    document(world, sources=["https://b.example/"])
    world.follow()
    before = table()
    with transaction():
        db.session.get(Cursor, "links").event_id = 0
        db.session.get(Cursor, "links").tx = 0
    world.follow()
    assert table() == before
    with transaction():
        for model in (LinkPlace, WebLink):
            db.session.execute(model.__table__.delete())
    assert keep_all()[1] == 2
    assert table() == before


@pytest.mark.parametrize(("words", "found"), [
    ("Voir ritimo.org (Réfléchir à son projet), et resolidaire69.fr.", ["ritimo.org", "resolidaire69.fr"]),
    ("www.a.example/x; https://b.example/y?z=1.", ["www.a.example/x", "https://b.example/y?z=1"]),
    ("ycid.fr/appel-projet/2026 ; Mme J.-P. Durand, jp@exemple.fr, exemple.france, etc.fr.suite", ["ycid.fr/appel-projet/2026"]),
    ("(https://a.fr/x)", ["https://a.fr/x"]),
])  # fmt: skip
def test_addresses_among_words(words, found):
    assert in_words(words) == found


@pytest.mark.parametrize(
    "written", ["/help", "#haut", "?q=1", "mailto:a@b.fr", "javascript:alert(1)", "tel:+33", "http://nous.example/x"]
)
def test_these_lead_nowhere_else(written):
    assert outside(written, "nous.example") is None
