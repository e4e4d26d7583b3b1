"""A curator makes a guide in a real browser, with JavaScript and without; anybody reads it on and takes it away."""

from io import BytesIO
from pathlib import Path

import html5lib
import pypdf
import pytest

AXE = (Path(__file__).with_name("axe.min.js")).read_text()
BOTH = pytest.mark.parametrize("script", [True, False], ids=["javascript", "plain"])


def _titles(page) -> list[str]:
    return [line.strip().split("\n")[0] for line in page.locator(".arrange__title").all_inner_texts()]


def _made(page, title: str) -> str:
    """A guide of three sheets and a chapter; its editing page is shown. The address of the guide."""
    page.goto("/guides/new?space=bretagne")
    page.fill("[name=title]", title)
    page.click("main form button.button--main")
    page.wait_for_url("**/edit")
    page.click("details.more-fields summary >> nth=0")
    for place in range(3):
        page.locator("[name=item]").nth(place).check()
    page.click(".arrange__choices + .form__acts button")
    page.wait_for_selector("[data-line] >> nth=2")
    page.fill("[name=heading]", "Un chapitre")
    page.locator("[name=heading]").press("Enter")
    page.wait_for_selector("[data-line] >> nth=3")
    return page.url.split("#")[0]


@BOTH
def test_lines_are_moved_by_buttons(person, script):
    page = person("mona", script=script)
    _made(page, f"Un guide {'avec' if script else 'sans'} script")
    before = _titles(page)
    assert before[3].startswith("Un chapitre")
    for place in (3, 2):
        page.locator("[data-line]").nth(place).locator("button[value=up]").click()
        page.wait_for_function(
            "place => document.querySelectorAll('[data-line]')[place].innerText.startsWith('Un chapitre')",
            arg=place - 1,
        ) if script else page.wait_for_load_state()
    assert [title[:11] for title in _titles(page)][1] == "Un chapitre"
    page.locator("[data-line]").nth(2).locator("button[value=in]").click()
    page.wait_for_selector(".arrange__line--inside")


def test_lines_are_dragged_and_the_guide_is_read_on_and_taken_away(person):
    page = person("mona")
    edit = _made(page, "Un guide que l’on emporte")
    before = _titles(page)
    page.wait_for_function("document.querySelector('[data-line]').draggable")
    page.locator("[data-line]").nth(0).drag_to(page.locator("[data-line]").nth(2))
    page.wait_for_function("first => !document.querySelector('[data-line]').innerText.startsWith(first)", arg=before[0])
    assert sorted(_titles(page)) == sorted(before)
    first = _titles(page)[0]
    page.evaluate(AXE)
    assert page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"] == []
    reader = person(None)
    answer = reader.goto(edit.removesuffix("/edit"))
    assert [code for _place, code, _data in html5lib_errors(answer.text())] == []
    for address in (reader.url, f"{reader.url}/whole"):
        reader.goto(address)
        reader.evaluate(AXE)
        assert reader.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"] == [], address
    pdf = reader.request.get(f"{reader.url.removesuffix('/whole')}/guide.pdf")
    assert pdf.status == 200
    assert pypdf.PdfReader(BytesIO(pdf.body())).metadata.title == "Un guide que l’on emporte"
    reader.goto(reader.url.removesuffix("/whole"))
    reader.click(f"main >> text={first}")
    here = ".way:has-text('Un guide que l’on emporte')"  # the sheet may stand in other guides too
    reader.click(f"{here} a[rel=next]")
    assert "partie 2 sur 3" in reader.inner_text(here)


def html5lib_errors(text: str) -> list:
    """What the parser of the standard minds, but for what is newer than it."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [error for error in parser.errors if error[1] != "expected-doctype-but-got-start-tag"]
