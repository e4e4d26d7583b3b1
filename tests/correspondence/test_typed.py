"""What was typed is kept, what was quoted goes, for letters as mail programs write them."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.correspondence.reading.letter import Unreadable, opened
from forum.correspondence.reading.typed import typed, typed_in

ROOT = Path(__file__).resolve().parents[2]
LETTERS = sorted((ROOT / "tests/correspondence/letters").rglob("*.eml"))
SAID_BEFORE = (
    "panne deux fois par an depuis 2023",
    "failed twice a year since 2023",
    "écrit :",
    "wrote:",
    "palabre@forum",
)


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_all_that_was_typed_and_nothing_that_was_quoted(path):
    kept = typed(opened(path.read_bytes())).text
    assert kept.split() == path.with_suffix(".txt").read_text().split()


def test_fourteen_programs_in_french_and_english_and_the_table_says_so(capsys):
    table = runpy.run_path(str(ROOT / "bin/mail-table"))
    rows = table["rows"]()
    for language in ("fr", "en"):
        assert len({row.name for row in rows if row.language == language and row.name in table["PROGRAMS"]}) >= 14
    assert sum(row.is_right for row in rows) >= 0.95 * len(rows)
    for row in rows:
        assert not [each for each in SAID_BEFORE if each in row.kept and each not in row.typed]
    with capsys.disabled():
        print("\n" + table["table"]().partition("\n")[0])


def test_the_page_shows_the_table_as_it_is():
    run = subprocess.run([sys.executable, f"{ROOT}/bin/mail-table", "--check"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_lines_stay_lines_and_paragraphs_paragraphs():
    text = typed(opened((ROOT / "tests/correspondence/letters/outlook-desktop.fr.eml").read_bytes())).text
    assert text.endswith("du soleil.\n\nCordialement,\nBruno Le Goff\nTrésorier")
    text = typed(opened((ROOT / "tests/correspondence/letters/gmail-web.fr.eml").read_bytes())).text
    assert "la pompe :\n" in text
    assert "\n- contrôleur MPPT neuf,\n- 180 € pièce.\n" in text


@pytest.mark.parametrize(
    "text",
    [
        "Le 12 mars 2026, le maire nous a écrit :\nvenez à 10 h.",
        "De : Brest\nVers : Quimper",
        "On Monday I wrote:\na letter.",
        "Envoyé de mon côté aux partenaires.",
        "Un tableau :\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "Deux choses\n-----------\n\n- une\n- deux",
        "Prix > 300 €\n> vraiment\nmerci",
        "- un\n- deux\n\n    du code",
    ],
)
def test_what_only_looks_like_a_quotation_is_kept(text):
    assert typed_in(text, is_answer=False).text.split() == text.split()


@given(st.binary(max_size=600), st.sampled_from([b"", b"Content-Type: text/html\n", b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Transfer-Encoding: base64\n"]))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_it_fail(data, more):
    try:
        letter = opened(b"From: a@example.org\nSubject: =?utf-8?q?x?=\n" + more + b"\n" + data)
    except Unreadable:
        return
    typed(letter)


@pytest.mark.parametrize("raw", [b"", b"\n\nsans entetes", b"x" * 30_000_001])
def test_what_is_no_message_is_said_to_be_none(raw):
    with pytest.raises(Unreadable):
        opened(raw)


@pytest.mark.parametrize(
    "text",
    [
        "> " * 20_000, "Le " * 20_000, "De : a\n" * 10_000, "<a@b> a écrit " * 5_000, "-" * 100_000,
        "Le 3 nov. 2026 à 21:14, Awa\n" * 5_000, "*" * 50_000 + ":", "\n> a\nb" * 10_000, "Am 3.11. schrieb " * 5_000, "Am 3.11. schrieb a:\n" * 280,
    ],
    ids=range(10),
)  # fmt: skip
def test_hostile_letters_take_bounded_time(text):
    import time

    began = time.perf_counter()
    typed_in(text)
    assert time.perf_counter() - began < 3
