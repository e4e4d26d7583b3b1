"""From five questions to a printed list, with and without JavaScript."""

from io import BytesIO

import pytest
from pypdf import PdfReader


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_catalogue_to_a_printed_page(site, chromium, scripts):
    context = chromium.new_context(java_script_enabled=scripts, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{site.base}/resources/")
    page.get_by_role("link", name="Trouver un financement").click()
    page.get_by_label("Vous êtes", exact=True).select_option("association")
    page.get_by_label("Votre siège").select_option("dep-29")
    page.get_by_label("Pays du projet").select_option("BJ")
    page.get_by_label("Montant cherché").fill("20 000")
    page.get_by_label("Coût total").fill("40 000 €")
    page.get_by_role("button", name="Voir ce qui convient").click()
    page.get_by_role("heading", name="peuvent convenir").wait_for()
    assert page.get_by_role("heading", name="Ensemble, pour réunir").is_visible()
    assert page.locator("#fitting ~ .match").count() > 3
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    assert len(printed.pages) == 1, [each.extract_text() for each in printed.pages]
    context.close()
