"""Files as French spreadsheets write them."""

import io
import zipfile
from datetime import date

from openpyxl import Workbook


def csv_file(text: str, coding: str = "cp1252") -> bytes:
    """As Excel in French saves a CSV."""
    return text.replace("\n", "\r\n").encode(coding)


def xlsx_file(
    rows: list[list[object]], *, merged: tuple[str, ...] = (), formats: dict[str, str] | None = None
) -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for place, form in (formats or {}).items():
        sheet[place].number_format = form
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with one more part in it."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


BAD = """Catalogue des aides;;;;;;
Version du 3 mars 2026;;;;;;
;;;;;;
Intitulé;Type;Financeur;Montant max;Taux max;Date limite;Thématique
Fonds « jeunes » de l’Ouest;Financement;Région Bretagne;12 500 €;50 %;31/12/2099;Eau, assainissement et hygiène
Coup de pouce;Appel à projets;Département;10 k€;0;30/02/2099;Éducation
;;;;;;
Coup de pouce;Appel à projets;Département;10 k€;80;28/02/2099;Éducation
Mécénat;Don;Fondation;beaucoup;101 %;au fil de l’eau;Cuisine
"""
GOOD = """Intitulé;Type;Financeur;Montant max;Taux max;Date limite;Thématique;Remarque
Fonds « jeunes » de l’Ouest;Financement;Région Bretagne;12 500 €;50 %;31/12/2099;Eau, assainissement et hygiène;x
Coup de pouce;Appel à projets;Département;10 k€;80;28/02/2099;Éducation;y
Coup de pouce;Appel à projets;Département;10 k€;80;28/02/2099;Éducation;z
"""
NEXT_YEAR = date(2099, 12, 31)
