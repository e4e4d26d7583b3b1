"""Where resources are lacking: own ones, inherited ones, gaps that are mended by one press."""

import csv
import io
import re
from datetime import date

from forum.territories.queries import themes, tree
from tests.resources.made import resource


def ids(*codes: str) -> list[int]:
    return [tree().codes[code].id for code in codes]


def theme_id(code: str) -> int:
    return next(row.id for row in themes().values() if row.code == code)


def cells(browser, **question) -> dict[tuple[str, str], tuple[int, int]]:
    text = browser.get("/coverage.csv", query_string=question).data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    return {(row[0], row[2]): (int(row[3]), int(row[4])) for row in rows}


def test_own_resources_and_those_from_above(world, as_):
    water = theme_id("eau-assainissement")
    label = themes()[water].label
    resource(world, territories=ids("reg-53"), themes=[water])
    resource(world, territories=ids("dep-29"), themes=[water], type="training")
    resource(world, territories=ids("fr"), themes=[water], space=world.space("national"))
    resource(world, territories=ids("reg-53"), themes=[water], deadline=date(2020, 1, 1))
    found = cells(as_(None))
    assert found["reg-53", label] == (2, 1)
    assert found["reg-76", label] == (0, 1)
    assert cells(as_(None), type="training")["reg-53", label] == (1, 0)
    assert cells(as_(None), by="type")["reg-53", "Formation"] == (1, 0)


def test_a_gap_leads_to_a_proposal_and_to_a_need(world, as_):
    text = as_(None).get("/coverage").get_data(as_text=True)
    assert "coverage__gap" in text
    region = as_("awa").get("/coverage?territory=reg-53&type=call").get_data(as_text=True)
    propose = re.search(r'href="(/resources/new\?[^"]+)"', region)[1].replace("&amp;", "&")
    assert as_("awa").get(propose).status_code == 200
    assert "type=call" in propose
    need = re.search(r'href="(/needs/new\?[^"]+)"', region)[1].replace("&amp;", "&")
    assert as_("awa").get(need).status_code == 200


def test_what_one_may_not_see_is_not_counted(world, as_):
    from forum.core.db import db, transaction

    with transaction():
        space = world.private_space("awa")
        space.item_kinds = ["resource"]
    water = theme_id("eau-assainissement")
    resource(world, territories=ids("reg-53"), themes=[water], space=db.session.merge(space))
    label = themes()[water].label
    assert cells(as_(None))["reg-53", label] == (0, 0)
    assert cells(as_("awa"))["reg-53", label] == (1, 0)


def test_the_page_costs_the_same_for_2_and_20_resources(world, as_, queries):
    costs = []
    for count in (2, 18):
        for _each in range(count):
            resource(world, territories=ids("reg-53"), themes=[theme_id("eau-assainissement")])
        queries.clear()
        assert as_(None).get("/coverage").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 6
