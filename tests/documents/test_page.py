"""The page of a document and the list."""

import re
from datetime import date

import pytest

from forum.territories.queries import themes
from tests.documents.made import document, page_of


def test_the_contents_list_leads_to_each_heading(world, as_):
    made = document(
        world, source="Un début.\n\n## Les étapes\n\nUne.\n\n### La première\n\nDeux.\n\n## La fin & après\n\nTrois."
    )
    html = page_of(as_(None), made)
    contents = html.split('class="contents"')[1].split("</nav>")[0]
    found = re.findall(r'href="#([^"]+)">([^<]+)<', contents)
    assert [text for _address, text in found] == ["Les étapes", "La première", "La fin &amp; après"]
    for address, _text in found:
        assert html.count(f'id="{address}"') == 1


def test_a_text_without_headings_has_no_contents_list(world, as_):
    assert 'class="contents"' not in page_of(as_(None), document(world, source="Un texte sans titre."))


@pytest.mark.parametrize(("who", "most"), [(None, 10), ("awa", 12), ("corinne", 12), ("mona", 12)])
def test_the_page_costs_the_same_for_2_and_20_messages(world, as_, queries, who, most):
    themes()  # read once a process
    costs = []
    for replies in (2, 20):
        made, other = document(world), document(world)
        for each in range(replies):
            world.reply(made, source=f"Message {each}, voir #{other.id}")
        browser = as_(who)
        queries.clear()
        page_of(browser, made)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= most, queries


def test_the_list_costs_the_same_for_2_and_20_rows(world, as_, queries):
    themes()  # read once a process
    costs = []
    for more in (2, 18):
        for _each in range(more):
            document(world)
        browser = as_("awa")
        queries.clear()
        assert browser.get("/documents/?territory=reg-53").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 6, queries


def test_each_standing_leaves_as_many_as_it_counts(world, as_):
    for standing in ("draft", "draft", "reviewed", "verified"):
        document(world, standing=standing, **({} if standing == "draft" else {"reviewed_on": date(2020, 1, 1)}))
    html = as_(None).get("/documents/").get_data(as_text=True)
    counted = dict(re.findall(r'<option value="(draft|reviewed|verified|overdue|current)">[^<]*\((\d+)\)', html))
    assert counted == {"draft": "2", "reviewed": "1", "verified": "1", "overdue": "2", "current": "2"}
    for code, number in counted.items():
        name = "review" if code in ("overdue", "current") else "state"
        assert as_(None).get(f"/documents/?{name}={code}").get_data(as_text=True).count('class="row"') == int(number)


def test_a_private_document_is_a_404(world, as_):
    made = document(world, by="bruno", space=world.private_space("bruno"))
    for address in (f"/documents/{made.id}-{made.slug}", f"/documents/{made.id}/details"):
        assert as_("awa").get(address).status_code == 404
    assert made.title not in as_("awa").get("/documents/?format=atom").get_data(as_text=True)
    assert made.title in page_of(as_("bruno"), made)
