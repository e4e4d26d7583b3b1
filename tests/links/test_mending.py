"""Links that seem dead: seen by readers, mended by those who keep the page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.documents.models import Document
from forum.items.models.item import Item
from forum.items.models.post import Revision
from forum.links.keeping import keep_all, recount
from forum.links.models import LinkPlace, WebLink
from forum.links.writing import replaced, unlinked
from forum.resources.models import Resource
from tests.documents.made import document, page_of
from tests.resources.made import page_of as resource_page
from tests.resources.made import resource

OLD, NEW = "https://vieux.example/aide", "https://neuf.example/aide"
HTMX = {"HX-Request": "true"}


def dying(url: str = OLD, *, state: str = "dead", moved_to: str = "") -> int:
    """What weeks of asking would have found. Answers the number of the link."""
    keep_all()
    with transaction():
        link = db.session.scalars(select(WebLink).where(WebLink.url == url)).one()
        link.state, link.status, link.problem, link.moved_to = state, 404, "said", moved_to
        link.failed_since, link.failures = clock.now() - timedelta(days=9), 4
        db.session.flush()
        recount(db.session.scalars(select(LinkPlace.item_id).where(LinkPlace.link_id == link.id)).all())
        return int(link.id)


def test_a_dead_link_is_marked_in_the_text_and_listed_beside_it(world, as_):
    made = document(world, source=f"Voyez [le guide]({OLD}) et [l’autre](https://bon.example/).")
    before = page_of(as_(None), made)
    dying()
    after = page_of(as_(None), made)
    assert "dead-mark" not in before
    assert after.count('class="dead-mark"') == 1
    assert after.index("le guide</a>") < after.index("dead-mark") < after.index("bon.example")
    assert f"https://web.archive.org/web/{(clock.now() - timedelta(days=9)):%Y%m%d}/{OLD}" in after
    assert "web-links" not in after, "those who cannot mend it are not sent to mend it"
    assert "web-links" in page_of(as_("corinne"), made)


def test_the_address_of_a_resource_is_marked_under_its_facts(world, as_):
    made = resource(world, url="vieux.example/aide")
    dying()
    assert "dead-links-title" in resource_page(as_(None), made)


def test_pages_without_dead_links_cost_no_query_more(world, as_, queries):
    made = document(world, source=f"Voyez [le guide]({OLD}).")
    keep_all()
    costs = []
    for state in ("good", "dead"):
        link = dying(state=state)
        browser = as_("bruno")
        page_of(browser, made)
        queries.clear()
        page_of(browser, made)
        costs.append(len(queries))
    assert costs[1] <= costs[0] + 1 and link
    assert costs[1] <= 12


def post(browser, item_id: int, link_id: int, deed: str, **more):
    headers = more.pop("headers", {})
    return browser.post(f"/items/{item_id}/web-links/{link_id}", data={"deed": deed, **more}, headers=headers)


@pytest.mark.parametrize(
    ("who", "status"),
    [("awa", 303), ("corinne", 303), ("mona", 303), ("ada", 303), ("bruno", 403), ("zoe", 403), (None, 401)],
)
def test_who_may_mend(world, as_, who, status):
    item_id = document(world, source=f"Voyez {OLD} ici.").id
    link = dying()
    assert post(as_(who), item_id, link, "replace", url=NEW).status_code == status
    db.session.expire_all()
    assert (NEW in db.session.get(Item, item_id).source) == (status == 303)


def test_another_address_is_a_new_version_and_is_known_at_once(world, as_):
    item_id = document(world, source=f'Voyez [le guide]({OLD}#partie-2 "Guide").', sources=[f"Le guide, {OLD}."]).id
    assert post(as_("corinne"), item_id, dying(), "replace", url=NEW).status_code == 303
    db.session.expire_all()
    made = db.session.get(Document, item_id)
    assert made.source == f'Voyez [le guide]({NEW}#partie-2 "Guide").'
    assert made.sources == [f"Le guide, {NEW}."]
    assert (made.version, made.dead_links) == (2, 0)
    assert db.session.scalar(select(Revision.version).where(Revision.item_id == item_id)) == 1
    assert [link.url for link in db.session.scalars(select(WebLink))] == [NEW]


def test_one_press_takes_the_address_that_the_page_gives(world, as_):
    item_id = resource(world, url="vieux.example/aide", source=f"Voir {OLD} aussi.").id
    link = dying(state="good", moved_to=NEW)
    html = as_("corinne").get("/links/?state=moved").get_data(as_text=True)
    assert NEW in html and 'value="moved"' in html
    answer = post(as_("corinne"), item_id, link, "moved", row=f"link-{item_id}-1-{link}-url", headers=HTMX)
    assert answer.status_code == 200 and "work__row--settled" in answer.get_data(as_text=True)
    db.session.expire_all()
    made = db.session.get(Resource, item_id)
    assert (made.url, NEW in made.source) == (NEW, True)


def test_a_link_is_removed_and_its_words_stay(world, as_):
    item_id = document(world, source=f"Voyez [le guide]({OLD}), ou {OLD} encore.", sources=[OLD, "Nos notes"]).id
    assert post(as_("corinne"), item_id, dying(), "remove").status_code == 303
    db.session.expire_all()
    made = db.session.get(Document, item_id)
    assert made.source == f"Voyez le guide, ou `{OLD}` encore."
    assert made.sources == ["Nos notes"]
    assert db.session.scalars(select(WebLink)).all() == []


def test_a_source_that_is_a_name_alone_is_mended_too(world, as_):
    item_id = document(world, sources=["vieux.org (Réfléchir à son projet)", "Nos notes"]).id
    link = dying("https://vieux.org/")
    assert post(as_("corinne"), item_id, link, "replace", url="https://neuf.org/").status_code == 303
    db.session.expire_all()
    assert db.session.get(Document, item_id).sources == ["https://neuf.org/ (Réfléchir à son projet)", "Nos notes"]
    assert post(as_("corinne"), item_id, dying("https://neuf.org/"), "remove").status_code == 303
    db.session.expire_all()
    assert db.session.get(Document, item_id).sources == ["(Réfléchir à son projet)", "Nos notes"]


def test_still_right_takes_the_mark_away_for_half_a_year(world, as_):
    item_id = document(world, source=f"Voyez {OLD} ici.").id
    link = dying()
    assert post(as_("corinne"), item_id, link, "right").status_code == 303
    db.session.expire_all()
    found = db.session.get(WebLink, link)
    assert (found.state, db.session.get(Item, item_id).dead_links) == ("good", 0)
    assert (found.trusted_until - clock.now()).days >= 179


def test_what_others_wrote_is_left_to_those_who_may(world, as_):
    question = world.question(source=f"Voir {OLD} ici.")
    world.reply(question, source=f"Oui, {OLD} le dit.")
    item_id, link = question.id, dying()
    assert post(as_("awa"), item_id, link, "replace", url=NEW).status_code == 303
    db.session.expire_all()
    assert NEW in db.session.get(Item, item_id).source
    assert post(as_("awa"), item_id, link, "replace", url=NEW).status_code == 403, "only Bruno's message has it now"
    assert post(as_("mona"), item_id, link, "replace", url=NEW).status_code == 303


def test_a_refused_address_comes_back_with_what_was_typed(world, as_):
    item_id = document(world, source=f"Voyez {OLD} ici.").id
    link = dying()
    row = f"link-{item_id}-1-{link}-text"
    plain = post(as_("corinne"), item_id, link, "replace", url="javascript:alert(1)")
    in_place = post(as_("corinne"), item_id, link, "replace", url="javascript:alert(1)", row=row, headers=HTMX)
    for answer in (plain, in_place):
        html = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "javascript:alert(1)" in html and "field__error" in html
    assert f'id="{row}"' in in_place.get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "status"),
    [("corinne", 200), ("mona", 200), ("stef", 200), ("ada", 200), ("awa", 403), ("nour", 403), (None, 303)],
)
def test_who_sees_the_list(world, as_, who, status):
    document(world, source=f"Voyez {OLD} ici.")
    dying()
    answer = as_(who).get("/links/")
    assert answer.status_code == status
    assert (OLD in answer.get_data(as_text=True)) == (status == 200)
    assert as_(who).get("/links/?space=occitanie").status_code == (
        303 if status == 303 else 200 if who == "ada" else 403
    )


def test_links_of_discussions_are_for_moderators(world, as_):
    item_id = world.question(source=f"Voir {OLD} ici.").id
    link = dying()
    for who, status in (("corinne", 403), ("mona", 303)):
        assert (OLD in as_(who).get("/links/").get_data(as_text=True)) == (status == 303)
        assert post(as_(who), item_id, link, "right").status_code == status


def test_the_list_goes_on_by_pages_and_costs_the_same(world, as_, queries):
    document(world, source=" ".join(f"{OLD}/{each}" for each in range(70)))
    keep_all()
    with transaction():
        db.session.execute(WebLink.__table__.update().values(state="dead"))
    browser, address, seen, costs = as_("corinne"), "/links/?state=dead", [], []
    browser.get(address)
    while address:
        queries.clear()
        html = browser.get(address).get_data(as_text=True)
        costs.append(len(queries))
        seen += [part.split('"')[0] for part in html.split('<div class="work__row" id="')[1:]]
        address = html.split('hx-get="')[1].split('"')[0].replace("&amp;", "&") if 'id="more"' in html else ""
    assert len(seen) == len(set(seen)) == 70
    assert max(costs) <= 8


@pytest.mark.parametrize(("source", "after"), [
    ("Voir https://a.fr/x.", "Voir https://b.fr/y."),
    ("(https://a.fr/x)", "(https://b.fr/y)"),
    ("[ici](https://a.fr/x#bas)", "[ici](https://b.fr/y#bas)"),
    ("<https://a.fr/x>", "<https://b.fr/y>"),
    ("[1]: https://a.fr/x", "[1]: https://b.fr/y"),
    ("HTTPS://a.fr/x ici", "https://b.fr/y ici"),
    ("https://a.fr/x/plus https://a.fr/xy https://a.fr/x?z", None),
    ("https://autre.fr/?u=https://a.fr/x", None),
])  # fmt: skip
def test_only_that_address_is_replaced(source, after):
    assert replaced(source, "https://a.fr/x", "https://b.fr/y") == after


@pytest.mark.parametrize(("source", "after"), [
    ("Voir [le *guide*](https://a.fr/x) ici", "Voir le *guide* ici"),
    ("Voir [le guide](<https://a.fr/x> 'titre') ici", "Voir le guide ici"),
    ("Voir https://a.fr/x.", "Voir `https://a.fr/x`."),
    ("Voir <https://a.fr/x>", "Voir `https://a.fr/x`"),
    ("Voir [ça][1]\n\n[1]: https://a.fr/x", None),
    ("Rien ici", None),
])  # fmt: skip
def test_a_link_becomes_words(source, after):
    assert unlinked(source, "https://a.fr/x") == after
