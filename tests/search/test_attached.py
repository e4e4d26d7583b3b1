"""Words inside attached documents are found, with their page, by whoever may read the message, and by nobody else."""

import zipfile
from io import BytesIO

import openpyxl
import pypandoc
import pytest
import typst

from forum.core.db import db, transaction
from forum.documents.models import Document
from forum.files.commands import attach, keep_only, store
from forum.files.models import FileText
from forum.files.texts.keeping import read_some
from forum.items.commands.edit import edit
from forum.items.commands.state import delete
from forum.items.policy import Message
from forum.items.queries.heads import message, readable
from tests.documents.made import document


def pdf() -> bytes:
    return typst.compile(b"Rien ici.\n#pagebreak()\n= Le margouillat\nUn bilan du margouillat en saison seche.")


def csv() -> bytes:
    return "poste;prix\nmargouillat;12\n".encode("windows-1252")


def xlsx() -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.title = "Devis"
    book.active.append(["Poste", "margouillat"])
    book.save(out)
    return out.getvalue()


def office(kind: str, folder) -> bytes:
    path = folder / f"x.{kind}"
    pypandoc.convert_text("# Titre\n\nUn margouillat traverse.", kind, format="markdown", outputfile=str(path))
    return path.read_bytes()


def attached(world, name: str, data: bytes, item, number: int = 1):
    file = store(world.actor("awa"), name, data)
    with transaction():
        attach(world.actor("awa"), [file.id], item.id, number)
    return file


def found(browser, words: str = "margouillat"):
    return browser.get(f"/api/v1/search?q={words}").json["results"]


@pytest.mark.parametrize(
    ("name", "place"), [("bilan.pdf", "bilan.pdf, p. 2"), ("devis.csv", "devis.csv :"), ("devis.xlsx", "devis.xlsx, Devis"),
                        ("note.odt", "note.odt :"), ("note.docx", "note.docx :"), ("note.txt", "note.txt :")],
)  # fmt: skip
def test_the_words_of_a_document_are_found_with_their_place(world, as_, indexed, tmp_path, name, place):
    kind = name.rpartition(".")[2]
    data = {"pdf": pdf, "csv": csv, "xlsx": xlsx, "txt": lambda: b"Un margouillat traverse."}.get(kind)
    made = document(world)
    number = made.id
    attached(world, name, data() if data else office(kind, tmp_path), made)
    assert read_some() == 1
    assert read_some() == 0
    indexed()
    results = found(as_(None))
    assert [row["id"] for row in results] == [number]
    excerpt = results[0]["excerpt"].replace("<mark>", "").replace("</mark>", "")
    assert place in excerpt
    assert "margouillat" in excerpt


def test_rights_are_those_of_the_message(world, as_, indexed):
    secret = document(world, space=world.private_space("awa"))
    question = world.question(replies=1)
    private, public = secret.id, question.id
    attached(world, "a.pdf", pdf(), secret)
    attached(world, "b.csv", csv(), question, 2)
    read_some()
    indexed()
    assert {row["id"] for row in found(as_("awa"))} == {private, public}
    for who in (None, "zoe"):
        assert [row["id"] for row in found(as_(who))] == [public]
    assert found(as_(None))[0]["url"].endswith("?post=2#post-2")
    with transaction():
        mona = world.actor("mona")
        delete(mona, message(readable(public, mona), 2, mona))
    indexed()
    assert found(as_("zoe")) == []


def test_a_document_taken_away_is_no_longer_found(world, as_, indexed):
    number = document(world).id
    attached(world, "a.csv", csv(), db.session.get(Document, number))
    read_some()
    indexed()
    assert found(as_(None))
    with transaction():
        keep_only([], number, 1)
        made = db.session.get(Document, number)
        edit(world.actor("ada"), Message(made, 1, made), source="Un autre texte.", version=made.version)
    indexed()
    assert found(as_(None)) == []


def test_what_cannot_be_read_is_left_aside_once(world):
    made = document(world)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<a/>")
    attached(world, "vide.odt", out.getvalue(), made)
    broken = attached(world, "faux.pdf", b"%PDF-1.4\nrien", made)
    assert read_some() == 2
    assert read_some() == 0
    assert db.session.get(FileText, broken.id).state == "failed"
