"""A space says what its questions must tell: the form asks for it, the server checks it, the text tells it."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.items.models.item import Item
from forum.spaces.commands import ask_for

ROWS = [
    {"label": "Pays", "kind": "text", "required": "1", "help": "Où le projet agit"},
    {"label": "Pour qui", "kind": "choice", "options": "Une école\nUn village", "required": ""},
    {"label": "Budget", "kind": "amount", "options": "", "required": ""},
]
TYPED = {"space": "bretagne", "title": "Comment financer un puits ?", "source": "Nous cherchons.", "purpose": "question",
         "asked": "bretagne", "ask-pays": "Mali"}  # fmt: skip


@pytest.fixture
def asking(world):
    """Bretagne asks for a country, for whom, how much."""
    with transaction():
        ask_for(world.actor("mona"), world.space(), "Cherchez d'abord dans les fiches.", ROWS)


def _threads():
    return db.session.scalars(select(Item)).all()


@pytest.mark.parametrize(
    ("who", "status"), [("mona", 303), ("stef", 303), ("ada", 303), ("corinne", 403), ("awa", 403), (None, 401)]
)
def test_who_says_what_questions_must_tell(world, as_, who, status):
    sent = {"ask_about": "Bonjour", "label-0": "Pays", "kind-0": "text", "required-0": "1", "label-3": "Budget"}
    assert as_(who).post("/spaces/bretagne/questions", data=sent).status_code == status
    db.session.expire_all()
    kept = [(row["key"], row["required"]) for row in world.space().ask_fields]
    assert kept == ([("pays", True), ("budget", False)] if status == 303 else [])


@pytest.mark.parametrize(
    "sent",
    [
        {"label-0": "Pour qui", "kind-0": "choice", "options-0": "Une seule"},
        {"label-0": "Pays", "label-1": "pays"},
        {"label-0": "x" * 81},
        {"label-0": "Pays", "ask_about": "y" * 1001},
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_row_and_kept_as_typed(world, as_, sent):
    answer = as_("mona").post("/spaces/bretagne/questions", data=sent)
    assert answer.status_code == 422
    assert f'value="{sent["label-0"]}"' in answer.get_data(as_text=True)
    db.session.expire_all()
    assert world.space().ask_fields == []


def test_the_form_shows_what_the_space_asks(asking, as_):
    html = as_("awa").get("/threads/new?space=bretagne").get_data(as_text=True)
    assert "Cherchez d&#39;abord dans les fiches." in html
    for name in ("ask-pays", "ask-pour-qui", "ask-budget"):
        assert f'name="{name}"' in html
    assert "<option>Un village</option>" in html
    assert "ask-pays" not in as_("awa").get("/threads/new?space=occitanie").get_data(as_text=True)
    part = as_("awa").get("/threads/new/fields?space=bretagne", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert part.lstrip().startswith('<div id="asked"')


def test_answers_stand_above_the_text(asking, as_):
    sent = {**TYPED, "ask-pour-qui": "Un village", "ask-budget": "12 500"}
    assert as_("awa").post("/threads/new", data=sent).status_code == 303
    html = _threads()[0].html.replace("\n", "")
    assert "<dt>Pays</dt><dd>Mali</dd>" in html
    assert "12 500 €" in html.replace("\u202f", " ").replace("\u00a0", " ")
    assert html.index("</dl>") < html.index("Nous cherchons.")


@pytest.mark.parametrize(
    "wrong", [{"ask-pays": ""}, {"ask-pour-qui": "Un château"}, {"ask-budget": "beaucoup"}, {"ask-pays": "x" * 501}]
)
def test_a_wrong_answer_is_refused_and_everything_typed_is_kept(asking, as_, wrong):
    answer = as_("awa").post("/threads/new", data={**TYPED, **wrong})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert _threads() == []
    assert 'aria-invalid="true"' in html
    assert "Nous cherchons.</textarea>" in html
    assert "ask-pays" in wrong or 'value="Mali"' in html


def test_a_space_chosen_in_the_form_shows_its_fields_before_anything_is_published(asking, as_):
    sent = {key: value for key, value in TYPED.items() if not key.startswith("ask")}
    answer = as_("awa").post("/threads/new", data=sent)
    assert answer.status_code == 422
    assert 'name="ask-pays"' in answer.get_data(as_text=True)
    assert _threads() == []


def test_only_questions_are_asked(asking, as_):
    sent = {**TYPED, "purpose": "announcement", "ask-pays": ""}
    assert as_("awa").post("/threads/new", data=sent).status_code == 303


@pytest.mark.parametrize("country", ["<b>Mali</b>", "**Mali**", "</dd></dl><script>x</script>", "@bruno #1 [x](y)"])
def test_an_answer_is_text_and_nothing_else(asking, as_, country):
    as_("awa").post("/threads/new", data={**TYPED, "ask-pays": country})
    html = _threads()[0].html
    inside = html.split("<dd>")[1].split("</dd>")[0]
    assert "<" not in inside
    assert html.count("<dl>") == html.count("</dl>") == 1
