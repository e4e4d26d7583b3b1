"""Addresses that nobody types: they get a clear answer, never an error of ours."""

import base64
import json

import pytest

KEYS = ([1, 2], [None, None], [True], ["2026-11-25", 1], [1e99, 1], [[], {}], ["a\x00", 1], [2**80, 1], [1], "x")
LISTS = ("/threads/", "/documents/", "/resources/", "/needs/", "/territories/reg-53", "/organisations/",
         "/spaces/bretagne", "/spaces/bretagne/members", "/api/v1/items", "/api/v1/spaces", "/notifications/",
         "/moderation/log")  # fmt: skip


def _packed(key) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


@pytest.mark.parametrize("address", LISTS)
def test_a_page_key_that_is_none_of_ours_is_refused(world, as_, address):
    reader = as_("mona")
    answers = {reader.get(f"{address}?cursor={_packed(key)}").status_code for key in KEYS}
    assert answers <= {200, 422}
    assert reader.get(f"{address}?cursor=%00").status_code in (200, 422)


@pytest.mark.parametrize("key", KEYS)
def test_replies_of_the_api_refuse_such_keys_too(world, as_, key):
    thread = world.question(replies=1)
    answer = as_(None).get(f"/api/v1/items/{thread.id}/posts?cursor={_packed(key)}")
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("amount", ["²", "٣", "-1", "1e9", "9" * 40])
def test_an_amount_that_is_no_number_filters_nothing_away_by_accident(world, as_, amount):
    assert as_(None).get("/resources/", query_string={"amount": amount}).status_code == 200


def test_feeds_stay_well_formed_whatever_was_asked(world, as_):
    from xml.dom.minidom import parseString

    for words in ("\x00", "fin\x01", "\ufffe"):
        parseString(as_(None).get("/search", query_string={"q": words, "format": "atom"}).get_data())


def test_the_next_page_leads_to_this_site_whatever_the_host_header_says(world, as_):
    for _each in range(2):
        world.question()
    found = as_(None).get("/api/v1/items?limit=1", headers={"Host": "elsewhere.example"}).get_json()
    assert found["next"].startswith("http://127.0.0.1:5000/api/v1/items?")
