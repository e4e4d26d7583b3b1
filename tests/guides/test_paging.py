"""Guides come by pages, on the page and for programs."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.guides.made import guide


def test_the_second_page_goes_on_where_the_first_ended(world, as_):
    ids = [guide(world, 1, title=f"Guide {number}")[0].id for number in range(3)]
    visitor = as_(None)
    first = visitor.get("/api/v1/guides", query_string={"limit": 2}).json
    second = visitor.get(first["next"]).json
    assert [row["id"] for row in first["results"] + second["results"]] == ids[::-1]
    assert second["next"] is None
    cursor = parse_qs(urlsplit(first["next"]).query)["cursor"][0]
    page = visitor.get("/guides/", query_string={"cursor": cursor}).get_data(as_text=True)
    assert "Guide 0" in page and "Guide 2" not in page


@pytest.mark.parametrize("address", ["/guides/", "/api/v1/guides"])
@pytest.mark.parametrize("cursor", ["WyJhIiwgImIiXQ", "x", "WzEsIDJd"])
def test_a_key_that_is_not_ours_is_told(world, as_, address, cursor):
    assert as_(None).get(address, query_string={"cursor": cursor}).status_code == 422
