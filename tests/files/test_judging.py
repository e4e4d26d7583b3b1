"""What is taken and what is refused: by content, with a sentence."""

import time
from io import BytesIO

import pytest
from PIL import Image

from forum.core.errors import Invalid
from forum.files.commands import prepare
from forum.files.judging import judge
from forum.files.kinds import named
from tests.files import made


@pytest.mark.parametrize(
    ("name", "data", "media_type", "kept_as"),
    [
        ("photo.JPG", made.photo(), "image/jpeg", "photo.jpg"),
        ("écran.png", made.picture(), "image/png", "écran.png"),
        ("a.webp", made.picture("WEBP"), "image/webp", "a.webp"),
        ("a.gif", made.picture("GIF"), "image/gif", "a.gif"),
        ("a.avif", made.picture("AVIF"), "image/webp", "a.webp"),
        ("statuts.pdf", made.PDF, "application/pdf", "statuts.pdf"),
        ("lettre.odt", made.odt(), made.ODT, "lettre.odt"),
        ("lettre.docx", made.docx(), made.DOCX_MAIN.replace(".main+xml", ""), "lettre.docx"),
        ("budget.csv", made.CSV, "text/csv", "budget.csv"),
        ("notes.txt", "Réunion à 18 h".encode("cp1252"), "text/plain", "notes.txt"),
        ("photo.jpg", made.PDF, "application/pdf", "photo.pdf"),  # the name lies: it gets the right one
        ("rapport.pdf", made.photo(), "image/jpeg", "rapport.jpg"),
        ("../../etc/passwd", made.CSV, "text/plain", "passwd.txt"),
        ("page.png", made.CSV, None, "page.png"),
    ],
)
def test_content_says_what_a_file_is(name, data, media_type, kept_as):
    if media_type is None:
        with pytest.raises(Invalid):
            prepare(name, data)
        return
    found = prepare(name, data)
    assert (found.media_type, found.name) == (media_type, kept_as)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("vide.txt", b"", "empty"),
        ("gros.txt", b"a" * (10 * 1024 * 1024 + 1), "10 MB"),
        ("bombe.png", made.bomb(), "40 million"),
        ("long.png", made.bomb(16_500, 1_000), "40 million"),
        ("abime.jpg", made.photo()[:900], "damaged"),
        ("faux.jpg", b"\xff\xd8\xff" + b"rien" * 50, "damaged"),
        ("page.html", b"<!doctype html><script>alert(1)</script>", "HTML"),
        ("page.txt", b"  <html><script>alert(1)</script>", "HTML"),
        ("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "SVG"),
        ("dessin.txt", b'<?xml version="1.0"?><svg onload="alert(1)"/>', "SVG"),
        ("outil.exe", b"MZ\x90\x00\x03" + bytes(200), "not taken"),
        ("outil.txt", b"MZ\x90\x00\x03" + bytes(200), "not taken"),
        ("outil.sh", b"echo bonjour", "not taken"),
        ("outil.txt", b"#!/bin/sh\nrm -rf /", "not taken"),
        ("lot.zip", made.package({"a.txt": b"a"}), "Archives"),
        ("lettre.docx", made.package({"a.txt": b"a"}), "Archives"),
        ("casse.docx", made.docx()[:120], "damaged"),
        ("macro.docx", made.docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        ("macro.docm", made.docx("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        ("macro.odt", made.odt(**{"Basic/Standard/Module1.xml": b"x"}), "macros"),
        ("cheval.docx", made.docx(**{"word/embeddings/outil.exe": b"MZ"}), "macros"),
        ("bombe.docx", made.docx(**{"word/media/x": bytes(80_000_000)}), "enormous"),
        ("vieux.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "DOCX"),
        ("rafale.heics", b"\x00\x00\x00\x18ftyphevc" + bytes(100), "Films"),
        ("film.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(100), "Films"),
    ],
)
def test_the_rest_is_refused_with_a_sentence_that_says_what_is_taken(name, data, word, english):
    with pytest.raises(Invalid) as refused:
        prepare(name, data)
    assert word in refused.value.message
    assert "PDF, ODT" in refused.value.message


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_a_photo_is_turned_and_tells_nothing_of_places(format):
    data = made.photo(800, 600, orientation=6, format=format)
    assert b"CameraSecret" in data
    found = prepare("photo.jpg", data)
    assert (found.width, found.height) == (600, 800)
    for content in found.contents.values():
        image = Image.open(BytesIO(content))
        assert not image.getexif()
        assert not set(image.info) & {"exif", "comment", "icc_profile", "xmp"}
        assert b"CameraSecret" not in content and b"secret" not in content
        red, blue = image.convert("RGB").getpixel((5, 5)), image.convert("RGB").getpixel((5, image.height - 5))
        assert red[0] > 200 and blue[2] > 200  # what was on the left is on top now


def test_a_photo_of_an_iphone_is_kept_as_one_that_browsers_show():
    data = made.photo(1200, 900, format="HEIF")
    assert judge("IMG_0001.HEIC", data) == "image/heic"
    found = prepare("IMG_0001.HEIC", data)
    assert (found.media_type, found.name) == ("image/webp", "IMG_0001.webp")
    assert {Image.open(BytesIO(content)).format for content in found.contents.values()} == {"WEBP"}


def test_an_enormous_photo_of_an_iphone_is_refused_before_it_is_decoded(monkeypatch, english):
    monkeypatch.setattr("forum.files.pictures.PIXELS", 1_000_000)
    with pytest.raises(Invalid, match="40 million"):
        prepare("IMG_0001.HEIC", made.photo(1200, 900, format="HEIF"))
    with pytest.raises(Invalid, match="damaged"):
        prepare("IMG_0001.HEIC", made.photo(300, 200, format="HEIF")[:-600])


def test_a_picture_is_never_made_larger():
    widths = {key.partition(".")[2]: Image.open(BytesIO(data)).width
              for key, data in prepare("a.jpg", made.photo(1000, 500)).contents.items()}  # fmt: skip
    assert widths == {"": 1000, "320": 320, "800": 800, "1600": 1000}


def test_a_phone_photo_takes_two_seconds_at_most():
    data = made.photo(4032, 3024)
    start = time.process_time()
    prepare("photo.jpg", data)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_all_sorts_of_pixels_are_read(mode):
    format = "JPEG" if mode == "CMYK" else "PNG"
    found = prepare("a.png", made.picture(format, mode=mode))
    assert (found.width, found.height) == (60, 40)


@pytest.mark.parametrize("format", ["GIF", "WEBP"])
def test_an_animation_moves_still_and_its_copies_do_not(format):
    found = prepare("a.gif", made.animation(format=format))
    counts = [getattr(Image.open(BytesIO(data)), "n_frames", 1) for data in found.contents.values()]
    assert counts == [3, 1]


def test_an_endless_animation_is_refused(english):
    with pytest.raises(Invalid, match="animation"):
        prepare("a.gif", made.animation(frames=3, size=(7000, 4000)))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Docs\\Rapport final.PDF", "Rapport final.pdf"),
        ("a\x00b\x1f\u202egnp.exe", "a b gnp.pdf"),
        ("...", "file.pdf"),
        ("archive.tar.gz", "archive.tar.pdf"),
        ("x" * 300, "x" * 120 + ".pdf"),
    ],
)
def test_names_are_made_harmless(typed, kept, english):
    assert named(typed, "pdf") == kept
