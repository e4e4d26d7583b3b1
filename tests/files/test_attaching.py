"""From a form to a message: kept at once, tied to the message, shown under it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Invalid, TooMany
from forum.files import commands, kinds, queries
from forum.files.models import File
from forum.files.storage import storage
from tests.files import made


def _files(*files):
    return [(BytesIO(data), name) for name, data in files]


def _kept(world, who="awa", name="photo.jpg", data=None, **more) -> int:
    return commands.store(world.actor(who), name, made.photo() if data is None else data, **more).id


def _page(as_, who, item) -> str:
    return as_(who).get(f"/threads/{item.id}-{item.slug}").get_data(as_text=True)


def test_a_reply_without_script_carries_its_files(world, as_):
    question = world.question()
    form = {"source": "Voici le plan.", "files": _files(("puits.jpg", made.photo()), ("devis.pdf", made.PDF))}
    assert as_("bruno").post(f"/items/{question.id}/posts", data=form).status_code == 303
    html = _page(as_, None, question)
    picture, document = queries.files_of(question.id, 2)
    assert f'src="/files/{picture.id}/800.webp"' in html and 'width="1200" height="900"' in html
    assert f"/files/{picture.id}/320.webp 320w, /files/{picture.id}/800.webp 800w" in html
    assert f'href="/files/{document.id}/devis.pdf"' in html and "devis.pdf" in html


def test_a_question_begins_with_files(world, as_):
    form = {
        "title": "Comment lire ce devis ?", "source": "Il est joint.", "space": "bretagne", "purpose": "question",
        "files": _files(("devis.pdf", made.PDF)),
    }  # fmt: skip
    answer = as_("awa").post("/threads/new", data=form)
    assert answer.status_code == 303
    assert "devis.pdf" in as_(None).get(answer.headers["Location"]).get_data(as_text=True)


def test_a_refused_file_refuses_the_message_and_loses_nothing(world, as_):
    question = world.question()
    form = {"source": "Voici le plan.", "files": _files(("plan.jpg", made.photo()), ("outil.exe", b"MZ\0\0"))}
    answer = as_("bruno").post(f"/items/{question.id}/posts", data=form)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "outil.exe" in html and "DOCX" in html and ">Voici le plan.</textarea>" in html
    kept = re.search(r'name="file" value="(\d+)"', html)[1]
    again = {"source": "Voici le plan.", "file": kept, f"alt-{kept}": "Le plan du puits", "files_listed": "1"}
    assert as_("bruno").post(f"/items/{question.id}/posts", data=again).status_code == 303
    row = queries.files_of(question.id, 2)[0]
    assert row.id == int(kept)


def test_a_refused_text_keeps_its_files(world, as_):
    question = world.question()
    form = {"source": "", "files": _files(("plan.jpg", made.photo()))}
    html = as_("bruno").post(f"/items/{question.id}/posts", data=form).get_data(as_text=True)
    assert re.search(r'name="file" value="(\d+)"', html)


def test_what_was_sent_before_the_text_waits_in_its_place(world, as_):
    question = world.question()
    browser = as_("bruno")
    form = {"files": _files(("plan.jpg", made.photo())), "place": f"item/{question.id}"}
    answer = browser.post("/files/", data=form, headers={"HX-Request": "true"})
    assert answer.status_code == 201 and "plan.jpg" in answer.get_data(as_text=True)
    assert "plan.jpg" in browser.get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
    assert "plan.jpg" not in _page(as_, "awa", question)


def test_a_picture_stands_in_the_text_where_its_author_put_it(world, as_):
    question, bruno = world.question(), as_("bruno")
    file_id = _kept(world, "bruno", alt="Le puits vu du nord")
    source = f"Regardez :\n\n![](file:{file_id})\n\nEt ensuite."
    preview = bruno.post("/items/preview", data={"source": source}).get_data(as_text=True)
    bruno.post(f"/items/{question.id}/posts", data={"source": source, "file": file_id})
    for html in (preview, _page(as_, None, question)):
        assert html.count(f'src="/files/{file_id}/800.webp"') == 1
        assert 'alt="Le puits vu du nord" srcset="' in html and 'decoding="async"' in html


def test_nobody_shows_the_picture_of_another_message(world, as_):
    question, other = world.question(), world.question()
    file_id = _kept(world, "awa")
    as_("awa").post(f"/items/{other.id}/posts", data={"source": "Voici.", "file": file_id})
    as_("bruno").post(f"/items/{question.id}/posts", data={"source": f"![la photo](file:{file_id}) ici"})
    html = _page(as_, "bruno", question)
    assert f"/files/{file_id}" not in html and "la photo" in html


@pytest.mark.parametrize("whose", ["awa", "sent", "gone"])
def test_only_own_files_that_wait_are_attached(world, as_, whose):
    question = world.question()
    file_id = _kept(world, "awa" if whose == "awa" else "bruno")
    with transaction():
        if whose == "sent":
            commands.attach(world.actor("bruno"), [file_id], world.question().id, 1)
        if whose == "gone":
            commands.take_away(world.actor("bruno"), db.session.get(File, file_id))
    answer = as_("bruno").post(f"/items/{question.id}/posts", data={"source": "Voici.", "file": file_id})
    assert answer.status_code == 422
    assert queries.files_of(question.id, 2) == []


def test_ten_a_message(world, as_):
    question = world.question()
    ids = [_kept(world, "bruno", f"{each}.csv", made.CSV) for each in range(11)]
    answer = as_("bruno").post(f"/items/{question.id}/posts", data={"source": "Voici.", "file": ids})
    assert answer.status_code == 422 and "Dix fichiers" in answer.get_data(as_text=True)


def test_an_edit_adds_takes_out_and_describes(world, as_):
    question, bruno = world.question(), as_("bruno")
    first, second = _kept(world, "bruno", "un.jpg"), _kept(world, "bruno", "deux.jpg", made.photo(900, 600))
    bruno.post(f"/items/{question.id}/posts", data={"source": f"![](file:{first})", "file": first})
    address = f"/items/{question.id}/messages/2/edit"
    html = bruno.get(address).get_data(as_text=True)
    assert f'name="file" value="{first}"' in html
    form = {"source": f"![](file:{first})", "version": 1, "file": [first, second], f"alt-{first}": "Un puits",
            "files_listed": 1}  # fmt: skip
    assert bruno.post(address, data=form).status_code == 303
    assert 'alt="Un puits"' in _page(as_, None, question)
    form.update(without_file=first)
    assert bruno.post(address, data=form).status_code == 303
    assert [row.id for row in queries.files_of(question.id, 2)] == [second]
    html = _page(as_, None, question)
    assert f"/files/{first}/" not in html and f"/files/{second}/" in html
    assert bruno.get(f"/files/{first}/un.jpg").status_code == 404


def test_an_edit_that_says_nothing_of_files_leaves_them(world, as_):
    question, bruno = world.question(), as_("bruno")
    file_id = _kept(world, "bruno")
    bruno.post(f"/items/{question.id}/posts", data={"source": "Voici.", "file": file_id})
    bruno.post(f"/items/{question.id}/messages/2/edit", data={"source": "Voici donc.", "version": 1})
    assert [row.id for row in queries.files_of(question.id, 2)] == [file_id]


def test_a_moderator_who_edits_keeps_the_author_s_files(world, as_):
    question = world.question()
    file_id = _kept(world, "bruno")
    as_("bruno").post(f"/items/{question.id}/posts", data={"source": "Voici.", "file": file_id})
    form = {"source": "Voici, relu.", "version": 1, "file": file_id, f"alt-{file_id}": "La place", "files_listed": 1}
    assert as_("mona").post(f"/items/{question.id}/messages/2/edit", data=form).status_code == 303
    assert queries.files_of(question.id, 2)[0].alt == "La place"


def test_the_same_content_lies_once_and_goes_with_its_last_row(world):
    awa = world.actor("awa")
    rows = [commands.store(awa, name, made.CSV) for name in ("a.csv", "b.csv")]
    digest = rows[0].sha256
    assert rows[1].sha256 == digest
    for row in rows:
        assert storage().has(digest)
        with transaction():
            commands.take_away(awa, row)
        commands.forget()
    assert not storage().has(digest) and db.session.query(File).count() == 0


def test_what_is_never_sent_is_forgotten_after_two_days(world):
    question = world.question()
    waiting, attached = (commands.store(world.actor("awa"), "a.jpg", made.photo(each, 200)) for each in (300, 301))
    with transaction():
        commands.attach(world.actor("awa"), [attached.id], question.id, 1)
    gone, stays = waiting.sha256, attached.sha256
    clock.set_for_tests(clock.now() + timedelta(days=1))
    assert commands.forget() == 0
    clock.set_for_tests(clock.now() + timedelta(days=1, hours=1))
    assert commands.forget() == 1
    assert not storage().has(gone) and not storage().has(f"{gone}.320")
    assert storage().has(stays) and storage().has(f"{stays}.320")


def test_a_day_has_its_share(world, monkeypatch):
    monkeypatch.setattr(commands, "PER_DAY", (2, kinds.LARGEST))
    for name in ("a.csv", "b.csv"):
        _kept(world, name=name, data=made.CSV)
    with pytest.raises(TooMany):
        _kept(world, name="c.csv", data=made.CSV)
    _kept(world, "bruno", "c.csv", made.CSV)


def test_the_files_of_an_item_are_listed_for_its_summary(world, as_):
    question = world.question()
    with transaction():
        commands.attach(world.actor("awa"), [_kept(world, "awa", "un.csv", made.CSV)], question.id, 1)
    as_("bruno").post(f"/items/{question.id}/posts", data={"source": "Voici.", "files": _files(("deux.pdf", made.PDF))})
    assert [(number, row.name) for number, row in queries.files_of_item(question.id)] == [
        (1, "un.csv"),
        (2, "deux.pdf"),
    ]


def test_an_attached_file_follows_a_message_that_moves(world):
    question, other = world.question(replies=1), world.question(replies=1)
    with transaction():
        commands.attach(world.actor("awa"), [_kept(world, "awa", "un.csv", made.CSV)], question.id, 2)
        commands.follow(question.id, 2, other.id, 2)
    assert [row.name for row in queries.files_of(other.id, 2)] == ["un.csv"]


def test_a_removed_file_that_waits_is_gone(world, as_):
    file_id = _kept(world)
    assert as_("bruno").post(f"/files/{file_id}/remove").status_code == 404
    assert as_("awa").post(f"/files/{file_id}/remove", headers={"HX-Request": "true"}).status_code == 200
    assert as_("awa").get(f"/files/{file_id}/photo.jpg").status_code == 404


def test_a_large_file_is_taken_where_files_are_and_nowhere_else(world, as_):
    question = world.question()
    pdf = made.PDF + b"%" * 5_000_000
    form = {"source": "Voici.", "files": _files(("gros.pdf", pdf))}
    assert as_("bruno").post(f"/items/{question.id}/posts", data=form).status_code == 303
    form = {"source": "Voici.", "files": _files(("gros.pdf", pdf))}
    assert as_(None).post(f"/items/{question.id}/posts", data=form).status_code == 401
    form = {"text": "x", "files": _files(("gros.pdf", pdf))}
    assert as_("bruno").post(f"/items/{question.id}/watch", data=form).status_code == 413
    form = {"source": "Voici.", "files": _files(("enorme.pdf", made.PDF + b"%" * kinds.LARGEST))}
    answer = as_("bruno").post(f"/items/{question.id}/posts", data=form)
    assert answer.status_code == 422 and "10 Mo" in answer.get_data(as_text=True)


def test_invalid_is_said_in_the_words_of_the_person(world):
    with pytest.raises(Invalid, match="vide"):
        _kept(world, name="a.txt", data=b"")


def test_a_newcomer_s_files_wait_for_a_moderator(world, as_):
    question = world.question()
    as_("nour").post(f"/items/{question.id}/posts", data={"source": "Voici.", "files": _files(("a.jpg", made.photo()))})
    row = queries.files_of(question.id, 2)[0]
    assert as_("awa").get(row.url).status_code == 404
    assert as_("mona").get(row.url).status_code == 200


def test_what_is_unticked_before_sending_does_not_come_back(world, as_):
    question, bruno = world.question(), as_("bruno")
    place = f"item/{question.id}"
    one, two = (_kept(world, "bruno", f"{each}.csv", made.CSV, place=place) for each in "ab")
    form = {"source": "Voici.", "file": [one, two], "without_file": one, "files_listed": 1}
    assert bruno.post(f"/items/{question.id}/posts", data=form).status_code == 303
    assert [row.id for row in queries.files_of(question.id, 2)] == [two]
    assert "a.csv" not in _page(as_, "bruno", question)


def test_words_given_before_sending_are_kept(world, as_):
    question = world.question()
    file_id = _kept(world, "bruno")
    form = {"source": "Voici.", "file": file_id, f"alt-{file_id}": " Le puits \n du village "}
    as_("bruno").post(f"/items/{question.id}/posts", data=form)
    assert 'alt="Le puits du village"' in _page(as_, None, question)
