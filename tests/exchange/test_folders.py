"""Folders of Markdown, archives, ODT and DOCX become sheets, files, links and a guide; twice is once."""

import subprocess
import zipfile
from io import BytesIO

import pypandoc
import pytest
from PIL import Image
from sqlalchemy import func, select

from forum.core.db import db, transaction
from forum.documents.models import Document
from forum.exchange.folders import front_matter
from forum.exchange.folders.run import run_folder
from forum.exchange.folders.sources import beside, ordered
from forum.files.queries import files_of
from forum.guides import commands, queries
from forum.guides.models import Guide
from forum.guides.papers import markdown
from forum.items.models.around import Link
from forum.items.queries.heads import labels
from tests.documents.made import document
from tests.guides.made import guide
from tests.guides.test_papers import with_picture

HEAD = """---
titre: Préparer un forage
auteur: Asso du Ponant
date: 2026-03-01
territoire: dep-29
thématiques: [eau-assainissement, un mot à nous]
mots-clés:
  - puits
  - "forage : étude"
résumé: En deux phrases.
---

# Préparer un forage

![Un plan](img/plan.png) puis [la suite](chapitre%20deux/10-suite.md#ecouter), [ailleurs](https://example.org/) et
[le devis](devis.csv).
"""


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "guide-eau"
    (root / "img").mkdir(parents=True)
    (root / "chapitre deux").mkdir()
    out = BytesIO()
    Image.new("RGB", (40, 30), "blue").save(out, "PNG")
    (root / "img" / "plan.png").write_bytes(out.getvalue())
    (root / "devis.csv").write_text("poste;prix\nforage;12000\n")
    (root / "01-forage.md").write_text(HEAD)
    (root / "chapitre deux" / "10-suite.md").write_text(
        "# La suite du projet\n\n## Écouter\n\n[Retour](../01-forage.md)\n"
    )
    (root / "chapitre deux" / "2-avant.md").write_text("Un texte sans titre ni tête.")
    (root / "index.md").write_text("---\ntitle: L’eau, pas à pas\n---\n\nPour débuter.\n")
    (root / ".cache").mkdir()
    (root / ".cache" / "non.md").write_text("# Rien de cela")
    return root


def sheet(title):
    return db.session.scalars(select(Document).where(Document.title == title)).one()


def count():
    return db.session.scalar(select(func.count()).select_from(Document))


def test_a_folder_becomes_sheets_files_links_and_a_guide(world, folder):
    report = run_folder(folder, world.space())
    assert (report.made, report.refused, report.files_left, report.guide) == (3, [], [], "L’eau, pas à pas")
    first, second = sheet("Préparer un forage"), sheet("La suite du projet")
    assert first.summary == "En deux phrases."
    assert first.created_at.date().isoformat() == "2026-03-01"
    found = labels(first.id)
    assert [theme.code for theme in found.themes] == ["eau-assainissement"]
    assert {label for _slug, label in found.tags} == {"puits", "forage : étude", "un mot à nous"}
    assert [node.code for node in found.territories] == ["dep-29"]
    assert sorted(file.name for file in files_of(first.id, 1)) == ["devis.csv", "plan.png"]
    assert '<img src="/files/' in first.html
    assert f'href="/documents/{second.id}-{second.slug}#m1-ecouter"' in first.html
    assert f"/documents/{first.id}-" in second.html
    assert db.session.scalar(select(Link.to_id).where(Link.from_id == first.id)) == second.id
    made = db.session.scalars(select(Guide)).one()
    lines = [(line.depth, line.title) for line in queries.contents(made.id, world.actor("corinne"))]
    assert lines == [(0, "Préparer un forage"), (0, "Chapitre deux"), (1, "Avant"), (1, "La suite du projet")]
    assert made.summary == "Pour débuter."


def test_twice_is_once_and_a_changed_picture_is_a_change(world, folder):
    run_folder(folder, world.space())
    again = run_folder(folder, world.space())
    assert (again.made, again.changed, again.skipped, count()) == (0, 0, 3, 3)
    out = BytesIO()
    Image.new("RGB", (60, 30), "red").save(out, "PNG")
    (folder / "img" / "plan.png").write_bytes(out.getvalue())
    (folder / "chapitre deux" / "30-neuf.md").write_text("# Un titre tout neuf\n\nTexte.")
    third = run_folder(folder, world.space())
    assert (third.made, third.changed, third.skipped) == (1, 1, 2)
    first = sheet("Préparer un forage")
    assert sorted((file.name, file.width) for file in files_of(first.id, 1)) == [("devis.csv", None), ("plan.png", 60)]
    assert "/documents/" in first.html
    assert db.session.scalar(select(func.count()).select_from(Guide)) == 1


def test_a_page_with_many_files_is_brought_up_to_date(world, folder):
    names = [f"devis-{n}.csv" for n in range(8)]
    for name in names:
        (folder / name).write_text(f"{name};12")
    links = " ".join(f"[{name}]({name})" for name in names)
    (folder / "07-devis.md").write_text(f"# Tous les devis\n\n{links}")
    run_folder(folder, world.space())
    (folder / "07-devis.md").write_text(f"# Tous les devis\n\n{links} et voilà")
    report = run_folder(folder, world.space())
    assert (report.changed, report.refused) == (1, [])
    assert len(files_of(sheet("Tous les devis").id, 1)) == 8


def test_a_dry_run_changes_nothing(world, folder):
    report = run_folder(folder, world.space(), dry_run=True)
    assert (report.made, count()) == (3, 0)


def test_nothing_outside_of_the_folder_is_read(world, folder, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "dehors.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "03-mal.md").write_text("# Un mauvais lien\n\n[x](../secret.txt) [y](dehors.txt) ![z](/etc/passwd)")
    report = run_folder(folder, world.space())
    assert files_of(sheet("Un mauvais lien").id, 1) == []
    assert report.refused == []


def test_what_is_wrong_in_one_page_is_told_and_the_others_come(world, folder):
    (folder / "04-mal.md").write_text("---\nterritoire: Atlantide\n---\n# Une page fausse\n\nTexte")
    (folder / "05-macro.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "06-vide.md").write_text("# Seulement un titre\n")
    report = run_folder(folder, world.space())
    assert report.made == 3
    assert sorted(each.line for each in report.refused) == [2, 3, 4] or len(report.refused) == 3
    assert any("Atlantide" in each.why for each in report.refused)


@pytest.mark.parametrize("kind", ["odt", "docx"])
def test_office_documents_come_with_their_pictures(world, folder, kind):
    source = folder / "source.md"
    source.write_text(
        "---\ntitle: Un document de bureau\n---\n\n## Une partie\n\n![Un plan](img/plan.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    target = folder.parent / f"bureau.{kind}"
    subprocess.run([pypandoc.get_pandoc_path(), str(source), "-o", str(target)], cwd=folder, check=True)
    report = run_folder(target, world.space())
    assert (report.made, report.refused) == (1, [])
    made = sheet("Un document de bureau")
    assert "<table>" in made.html
    assert "Une partie" in made.html
    assert '<img src="/files/' in made.html


def test_what_is_taken_out_comes_in_again_the_same(world, tmp_path):
    """Export, then import: the same sheets in the same order."""
    found, made = guide(world, 2, title="Un guide qui voyage")
    more = document(
        world, title="Avec tout", summary="En bref.", tags=["puits"], sources=["pseau.test"], standing="reviewed",
        source=f"Voir #{made[0].id}.\n\n> [!NOTE]\n> Oui.\n\n```\n#1 et [x](file:1)\n```",
    )  # fmt: skip
    with_picture(world, more)
    with transaction():
        commands.add_heading(world.actor("corinne"), found, "La fin du voyage")
        commands.add(world.actor("corinne"), found, [more], depth=1)
    path = tmp_path / "export.zip"
    path.write_bytes(markdown.of_guide(queries.row_of(found, world.actor("corinne")), world.actor("corinne")))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    report = run_folder(path, world.space("occitanie"))
    assert (report.made, report.refused, report.files_left) == (3, [], [])
    twin = db.session.scalars(select(Guide).where(Guide.id != found.id)).one()
    before, after = (queries.contents(each, world.actor("ada")) for each in (found.id, twin.id))
    assert [(line.depth, line.title, line.number) for line in before] == [
        (line.depth, line.title, line.number) for line in after
    ]
    copy = db.session.get(Document, after[-1].item_id)
    assert (copy.summary, copy.sources, copy.standing, copy.licence) == (
        "En bref.",
        ["pseau.test"],
        "reviewed",
        more.licence,
    )
    assert copy.review_by == more.review_by
    assert [label for _slug, label in labels(copy.id).tags] == ["puits"]
    assert "#1 et [x](file:1)" in copy.source
    assert f"/documents/{after[0].item_id}-" in copy.html
    assert [file.width for file in files_of(copy.id, 1)] == [900]
    assert "callout--note" in copy.html


def test_the_head_of_a_file_is_read_as_people_write_it():
    head, body = front_matter.split(HEAD)
    assert head["title"] == "Préparer un forage"
    assert head["tags"] == ["puits", "forage : étude"]
    assert head["themes"] == ["eau-assainissement", "un mot à nous"]
    assert body.startswith("# Préparer")
    assert front_matter.read("a: 'l''eau'\nb: >\n  un\n  deux\nc: x # note\nd:\n- 1\n- 2\n") == {
        "a": "l'eau", "b": "un deux", "c": "x", "d": ["1", "2"],
    }  # fmt: skip
    assert front_matter.split("---\npas de fin") == ({}, "---\npas de fin")


def test_places_and_their_order():
    assert beside("a/b.md", "../c%20d.md#x") == "c d.md"
    assert beside("b.md", "../c.md") == beside("b.md", "https://x.org/a.md") == beside("b.md", "/etc/passwd") == ""
    assert ordered(["10-b.md", "2-a.md", "z/1.md"]) == ["2-a.md", "10-b.md", "z/1.md"]
