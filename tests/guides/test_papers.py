"""Sheets and guides taken away: real files, read again by other programs than those that made them."""

import time
import zipfile
from io import BytesIO

import pypdf
import pytest
from PIL import Image

from forum.core.db import transaction
from forum.files.commands import attach, store
from forum.guides import commands
from forum.items.commands.edit import edit
from forum.items.policy import Message
from tests.documents.made import document
from tests.guides.made import guide, url

TEXT = """Un texte avec **du gras** et [un lien](https://example.org/).

## Écouter d’abord

> [!NOTE]
> À ne pas oublier.

| Poste | Coût |
| --- | --- |
| Forage | 12 000 € |

- [x] fait
- [ ] à faire

### Ensuite

Une note[^1], un émoji 🌳.

```
#include "/etc/passwd"
```

[^1]: La note.
"""


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def with_picture(world, made, alt="Un puits"):
    """The sheet shows a red picture now."""
    out = BytesIO()
    Image.new("RGB", (900, 300), "red").save(out, "PNG")
    file = store(world.actor("awa"), "puits.png", out.getvalue())
    with transaction():
        attach(world.actor("awa"), [file.id], made.id, 1)
        source = f"{made.source}\n\n![{alt}](file:{file.id})"
        edit(world.actor("ada"), Message(made, 1, made), source=source, version=made.version)
    return file


def test_a_sheet_is_an_accessible_pdf(world, as_):
    made = document(world, title="Préparer un forage", summary="En bref.", source=TEXT.replace("🌳", ""))
    with_picture(world, made)
    answer = as_("awa").get(f"/papers/{made.id}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    reader = pypdf.PdfReader(BytesIO(answer.data))
    assert reader.metadata.title == "Préparer un forage"
    assert reader.metadata.author == "Awa"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()
    words = text_of(answer.data)
    for part in ("En bref.", "Licence", "CC BY 4.0", f"/documents/{made.id}-", "Écouter d’abord", "Forage", "passwd"):
        assert part in words
    assert sum(len(page.images) for page in reader.pages) == 1


def test_signs_that_our_fonts_lack_do_not_stop_a_pdf(world, as_):
    made = document(world, source="Bravo 🌳 — العربية — 中文 — **Ω**")
    answer = as_(None).get(f"/papers/{made.id}.pdf")
    assert answer.status_code == 200
    assert "Bravo" in text_of(answer.data)


@pytest.mark.parametrize("format_", ["odt", "docx", "epub"])
def test_other_formats_carry_text_title_and_picture(world, as_, format_):
    made = document(world, title="Préparer un forage", source=TEXT)
    with_picture(world, made)
    answer = as_("awa").get(f"/papers/{made.id}.{format_}")
    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names if name.endswith(("ml", "opf"))).decode()
    assert "Préparer un forage" in everything
    assert "Écouter" in everything
    assert any(name.endswith((".jpg", ".jpeg", ".png")) for name in names)


HOSTILE = [
    '#include "/etc/passwd"', '`#read("/etc/passwd")`{=typst}', "```{=typst}\n#panic()\n```",
    '<img src="/etc/passwd">', "![x](/etc/passwd)", "![x](file:1)", '\\input{/etc/passwd}', "$$\\input{a}$$",
    "---\nbibliography: /etc/passwd\n---\n\nOui.", "[x](#nulle-part) et [y](#m1-rien)", "@auteur <label> *a _b",
    "# Un titre\n\n##### Plus bas\n\n[haut](#un-titre)",
    "> [!NOTE]\n" + "> " * 30 + "x", "|a|b|\n|-|-|\n|1|", "<details><summary>x</summary>\n\ny\n\n</details>",
]  # fmt: skip


def test_hostile_texts_are_only_text(world, as_):
    for source in HOSTILE:
        made = document(world, source=source + "\n\nFin du texte.")
        answer = as_("awa").get(f"/papers/{made.id}.pdf")
        assert answer.status_code == 200, source
        assert "root:" not in text_of(answer.data)
        assert "Fin du texte." in text_of(answer.data)


def test_a_title_that_is_code_is_only_a_title(world, as_):
    made = document(world, title='"], #panic("x") \\ $x$ [#read("/etc/passwd")]')
    answer = as_("awa").get(f"/papers/{made.id}.pdf")
    assert answer.status_code == 200
    assert "#panic" in pypdf.PdfReader(BytesIO(answer.data)).metadata.title


@pytest.mark.parametrize("format_", ["pdf", "zip", "odt"])
def test_rights_are_those_of_the_sheet(world, as_, format_):
    made = document(world, space=world.private_space("bruno"))
    assert as_("bruno").get(f"/papers/{made.id}.{format_}").status_code == 200
    for who in (None, "zoe"):
        assert as_(who).get(f"/papers/{made.id}.{format_}").status_code == 404


def test_a_guide_of_fifty_sheets_takes_ten_seconds_at_most(world, as_):
    found, made = guide(world, 0)
    sheets = [document(world, title=f"Fiche numéro {n}", source=TEXT * 3) for n in range(50)]
    with transaction():
        commands.add_heading(world.actor("corinne"), found, "Le chapitre")
        commands.add(world.actor("corinne"), found, sheets, depth=1)
    began = time.monotonic()
    answer = as_(None).get(f"{url(found)}/guide.pdf")
    took = time.monotonic() - began
    assert answer.status_code == 200
    words = text_of(answer.data)
    assert "Fiche numéro 0" in words
    assert "Fiche numéro 49" in words
    assert took < 10
    began = time.monotonic()
    as_(None).get(f"{url(found)}/guide.pdf")
    assert time.monotonic() - began < 1  # kept


def test_a_file_is_made_again_when_its_text_changes(world, as_):
    made = document(world, source="Avant.")
    assert "Avant." in text_of(as_(None).get(f"/papers/{made.id}.pdf").data)
    with transaction():
        edit(world.actor("ada"), Message(made, 1, made), source="Après.", version=made.version)
    assert "Après." in text_of(as_(None).get(f"/papers/{made.id}.pdf").data)


def test_markdown_carries_front_matter_files_and_links(world, as_):
    found, made = guide(world, 1, title="Le guide")
    other = document(world, title="La suite", source=f"Voir #{made[0].id} et [ici](/documents/{made[0].id}-x#a).")
    with_picture(world, other)
    with transaction():
        commands.add(world.actor("corinne"), found, [other])
    with zipfile.ZipFile(BytesIO(as_(None).get(f"{url(found)}/guide.zip").data)) as archive:
        names = archive.namelist()
        text = archive.read("le-guide/002-la-suite.md").decode()
    assert names[0] == "le-guide/guide.md"
    assert any(name.startswith("le-guide/files/") and name.endswith("puits.png") for name in names)
    assert 'title: "La suite"' in text
    assert "](001-etape-1-du-projet.md)" in text
    assert "](001-etape-1-du-projet.md#a)" in text
    assert "![Un puits](files/" in text


def test_a_title_with_brackets_stays_the_words_of_a_link(world, as_):
    first = document(world, title="Un [titre] à *étoile*")
    made = document(world, title="La suite", source=f"Voir #{first.id}.")
    with zipfile.ZipFile(BytesIO(as_(None).get(f"/papers/{made.id}.zip").data)) as archive:
        text = archive.read("la-suite.md").decode()
    assert "[Un \\[titre\\] à \\*étoile\\*](http" in text
