"""Two people save the same page: nothing that one of them wrote is lost, in the text nor around it."""

import html as entities
import re

from hypothesis import given
from hypothesis import strategies as st

from forum.core.db import db, transaction
from forum.documents.fields import joined
from forum.items.commands.edit import edit
from forum.items.policy import Message
from tests.documents.made import document, page_of
from tests.documents.test_suggesting import TEXT

WORDS = st.lists(st.sampled_from("abcdef"), unique=True)


def opened(browser, made) -> dict[str, str]:
    """The form of the details as somebody opened it."""
    html = browser.get(f"/documents/{made.id}/details").get_data(as_text=True)
    began = re.search(r'name="began"[^>]*value="([^"]*)"', html)[1]
    return {"summary": made.summary, "sources": "\n".join(made.sources), "licence": made.licence,
            "territory": "reg-53", "tags": "", "began": entities.unescape(began)}  # fmt: skip


def sent(browser, made, form: dict[str, str], **changes):
    return browser.post(f"/documents/{made.id}/details", data={**form, **changes})


def test_each_changes_another_field_and_both_stay(world, as_):
    made = document(world, summary="Deux phrases.", sources=["pseau.test"])
    awa, corinne = as_("awa"), as_("corinne")
    one, other = opened(awa, made), opened(corinne, made)
    assert sent(awa, made, one, summary="Trois phrases.", tags="puits, eau").status_code == 303
    answer = sent(corinne, made, other, licence="CC0 1.0", tags="forage", sources="pseau.test\nBruno")
    assert answer.status_code == 303
    assert "les deux modifications" in corinne.get(answer.location).get_data(as_text=True)
    db.session.expire_all()
    assert (made.summary, made.licence, made.sources) == ("Trois phrases.", "CC0 1.0", ["pseau.test", "Bruno"])
    html = page_of(as_(None), made)
    assert all(word in html for word in (">puits<", ">eau<", ">forage<"))


def test_both_change_the_same_field_and_see_both_texts(world, as_):
    made = document(world, summary="Un mot", sources=[])
    awa, corinne = as_("awa"), as_("corinne")
    one, other = opened(awa, made), opened(corinne, made)
    sent(awa, made, one, summary="Celui d’Awa")
    answer = sent(corinne, made, other, summary="Celui de Corinne", tags="forage")
    html = entities.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422 and "Celui d’Awa" in html and "Celui de Corinne" in html and "forage" in html
    again = {
        **other,
        "began": entities.unescape(re.search(r'name="began"[^>]*value="([^"]*)"', answer.get_data(as_text=True))[1]),
    }
    assert sent(corinne, made, again, summary="Celui des deux", tags="forage").status_code == 303
    db.session.expire_all()
    assert made.summary == "Celui des deux"


def test_two_savers_of_the_text_and_the_title(world, as_):
    made = document(world, source=TEXT)
    with transaction():
        edit(
            world.actor("mona"),
            Message(made, 1, made),
            source=TEXT.replace("900", "1200"),
            version=1,
            title="Forer un puits",
        )
    data = {"source": TEXT.replace("une étude", "une étude du sol"), "title": made.title, "version": "1"}
    data["title"] = "Forer un puits"
    assert as_("awa").post(f"/items/{made.id}/messages/1/edit", data=data).status_code == 303
    db.session.expire_all()
    assert made.source == TEXT.replace("900", "1200").replace("une étude", "une étude du sol")
    assert made.title == "Forer un puits"


@given(WORDS, WORDS, WORDS)
def test_a_word_that_one_side_added_stays_and_one_that_it_took_away_goes(start, mine, theirs):
    values, clashes = joined({"tags": start}, {"tags": mine}, {"tags": theirs})
    for each in {*start, *mine, *theirs}:
        added = each not in start and (each in mine or each in theirs)
        kept = each in start and each in mine and each in theirs
        assert (each in values["tags"]) == (added or kept)
    assert clashes == []


@given(st.text("ab \n"), st.text("ab \n"), st.text("ab \n"))
def test_a_field_that_one_side_only_changed_is_as_that_side_left_it(start, mine, theirs):
    assert joined({"a": start}, {"a": mine}, {"a": start}) == ({"a": mine}, [])
    assert joined({"a": start}, {"a": start}, {"a": theirs}) == ({"a": theirs}, [])
    if len({start, mine, theirs}) == 3:
        assert joined({"a": start}, {"a": mine}, {"a": theirs}) == ({"a": mine}, ["a"])
