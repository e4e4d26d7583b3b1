"""A spreadsheet comes in, is seen, corrected, applied and undone; a search becomes a calendar. With and without script."""

from urllib.request import urlopen

import pytest
from icalendar import Calendar

from tests.exchange.sheets import BAD, csv_file
from tests.journeys.test_accessibility import AXE

BOTH = pytest.mark.parametrize("script", [True, False], ids=["javascript", "plain"])
FIXED = (
    BAD.replace("10 k€;0;30/02/2099", "10 k€;80;28/02/2099")
    .replace("Mécénat;Don;Fondation;beaucoup;101 %;au fil de l’eau;Cuisine", "Mécénat;Outil;Fondation;;;permanent;")
    .replace("Coup de pouce", "Coup de pouce aux lycées")
)


@BOTH
def test_a_bad_sheet_is_corrected_applied_and_undone(person, script, tmp_path):
    title = "Fonds « jeunes » de l’Ouest"
    corinne = person("corinne", script=script)
    for name, text in (("mauvais.csv", BAD), ("bon.csv", FIXED)):
        path = tmp_path / name
        path.write_bytes(csv_file(text))
        corinne.goto("/resources/import")
        corinne.select_option("#space", "bretagne")
        corinne.set_input_files("#sheet", path)
        corinne.click("main form button.button--main")
        assert corinne.input_value("#column-0") == "title"
        assert corinne.input_value("#column-5") == "deadline"
        corinne.click("main form button.button--main")
        corinne.wait_for_selector(".sheet-counts")
        if name == "mauvais.csv":
            wrong = corinne.inner_text(".sheet-rows")
            assert "30/02/2099" in wrong
            assert "beaucoup" in wrong
            assert not corinne.is_visible("form[action$='/apply']")
            if script:
                corinne.evaluate(AXE)
                found = corinne.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
                assert found == []
    assert "La même que la ligne" in corinne.inner_text("main")
    corinne.click("form[action$='/apply'] button")
    corinne.wait_for_selector("form[action$='/undo']")
    applied = corinne.url
    corinne.goto("/resources/?type=funding&territory=reg-53&state=proposed")
    assert title in corinne.inner_text("main")
    corinne.goto(applied)
    corinne.click("form[action$='/undo'] button")
    corinne.wait_for_selector("#sheet")
    corinne.goto("/resources/?type=funding&territory=reg-53&state=proposed")
    assert title not in corinne.inner_text("main")


@BOTH
def test_a_search_becomes_a_calendar_that_can_be_renewed(person, script):
    awa = person("awa", script=script)
    awa.goto("/resources/?type=call")
    awa.click("main .list-acts a[href*='/saved-searches/new']")
    awa.fill("[name=name]", "Appels à projets")
    awa.click("main form.form button.button--main")
    address = awa.input_value("#calendar")
    with urlopen(address) as answer:
        assert answer.headers["Content-Type"].startswith("text/calendar")
        calendar = Calendar.from_ical(answer.read())
    assert str(calendar["X-WR-CALNAME"]) == "Appels à projets"
    assert len(calendar.walk("VEVENT")) == len({str(event["UID"]) for event in calendar.walk("VEVENT")})
    awa.click("form[action$='/renew'] button")
    awa.wait_for_function("old => document.querySelector('#calendar').value !== old", arg=address) if script else None
    assert awa.input_value("#calendar") != address
    with pytest.raises(OSError):
        urlopen(address)
