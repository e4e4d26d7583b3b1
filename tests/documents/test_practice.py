"""Structured practice sheets: what they lack is told to editors; what they say can be searched by."""

from forum.core.db import db
from forum.core.markup.render import render
from forum.documents.models import Document
from forum.documents.practice import PARTS, note_some, parts_of
from forum.documents.templates import skeleton
from tests.documents.made import document, page_of

FULL = """## Le contexte
Un village sans eau, trois associations.

## Quel budget ?
12 000 € dont 4 000 € de la région et 8 000 € de l’agence.

## Ce qui coince souvent
La pompe tombe en panne la deuxième année, sans pièces.
"""


def test_an_empty_template_has_no_part_filled():
    assert parts_of(render(skeleton("practice")), []) == []


def test_parts_are_known_by_their_headings_and_need_words():
    assert parts_of(render(FULL), []) == ["context", "cost", "mistakes"]
    assert parts_of(render("## Le contexte\n\n## Suite\nDu texte assez long pour compter ici."), ["BJ"]) == ["country"]


def test_editors_are_told_what_is_missing_and_readers_are_not(world, as_):
    made = document(world, source=FULL, template="practice")
    html = page_of(as_("awa"), made)
    card = html.split('id="missing"')[1].split("</section>")[0]
    for word in ("Étapes", "Partenaires", "Pays", "Résultats"):
        assert word in card
    assert "Coût" not in card
    for who in (None, "zoe"):
        assert 'id="missing"' not in page_of(as_(who), made)
    assert 'id="missing"' not in page_of(as_("awa"), document(world, template="minutes"))


def test_lists_are_narrowed_to_sheets_that_speak_of_costs(world, as_):
    with_cost = document(world, source=FULL, title="Une fiche avec son coût")
    document(world, title="Une fiche sans rien")
    world.follow()
    html = as_(None).get("/documents/?part=cost").get_data(as_text=True)
    assert "Une fiche avec son coût" in html
    assert "Une fiche sans rien" not in html
    assert with_cost is not None


def test_sheets_from_before_are_looked_at_by_the_worker(world):
    number = document(world, source=FULL).id
    assert db.session.get(Document, number).parts is None
    assert note_some() == 1
    assert note_some() == 0
    assert db.session.get(Document, number).parts == ",context,cost,mistakes,"
    assert set(PARTS) >= {"context", "cost"}
