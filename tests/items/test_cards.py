"""A publication included in a text: a card that is alive, with the reader's rights, for one query a page."""

from forum.core.db import transaction
from forum.core.permissions import SYSTEM
from forum.documents.commands import review
from forum.items.commands.edit import edit
from forum.items.commands.state import delete
from forum.items.policy import Message
from tests.documents.made import document, page_of


def test_a_card_shows_the_state_of_today_and_its_title(world, as_):
    sheet = document(world, title="Écouter d’abord")
    page = document(world, source=f"Lisez ceci :\n\n#{sheet.id}")
    before = page_of(as_("awa"), page)
    assert "card-in-text kind--document" in before
    assert "Écouter d’abord" in before
    assert "révisée" not in before.split("card-in-text__head")[1].split("</p>")[0]
    with transaction():
        review(world.actor("corinne"), sheet, "verified")
        edit(
            world.actor("ada"), Message(sheet, 1, sheet), source="x y z", title="Écouter ensuite", version=sheet.version
        )
    after = page_of(as_("awa"), page).split("card-in-text__head")[1].split("</div>")[0]
    assert "Écouter ensuite" in after
    assert "vérifi" in after


def test_a_card_never_tells_a_title_that_its_reader_may_not_see(world, as_):
    secret = document(world, title="Un titre secret", space=world.private_space("bruno"))
    shown = document(world, title="Un titre public")
    page = document(world, source=f"[[#{secret.id}]]\n\n#{shown.id}")
    for who in (None, "zoe"):
        html = page_of(as_(who), page)
        assert "Un titre secret" not in html
        assert "Un titre public" in html
    assert "Un titre secret" in page_of(as_("bruno"), page)
    with transaction():
        delete(SYSTEM, Message(shown, 1, shown))
    assert "Un titre public" not in page_of(as_("zoe"), page).split('class="prose"')[1].split("post__foot")[0]


def test_ten_cards_cost_no_more_queries_than_one(world, as_, queries):
    sheets = [document(world) for _n in range(10)]
    costs = []
    for some in (sheets[:1], sheets):
        page = document(world, source="\n\n".join(f"#{sheet.id}" for sheet in some))
        queries.clear()
        page_of(as_("awa"), page)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12
