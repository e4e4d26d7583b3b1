"""Devices are added by a gesture and taken away; nobody has this server speak to whom they like."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.push import services
from forum.push.models import Device as Row
from tests.push.service import Device

GOOD = "https://updates.push.services.mozilla.com/wpush/v2/abc"


def _add(browser, endpoint: str = GOOD, **more):
    return browser.post("/notifications/devices/add", data={"endpoint": endpoint, **Device().offered, **more})


def test_a_device_is_added_named_and_removed(world, as_):
    awa = as_("awa")
    assert _add(awa).status_code == 201
    page = awa.get("/notifications/devices").text
    assert "Appareils prévenus" in page
    (row,) = db.session.scalars(select(Row)).all()
    assert as_("zoe").post(f"/notifications/devices/{row.id}/remove").status_code == 404
    assert awa.post(f"/notifications/devices/{row.id}/remove").status_code == 303
    assert db.session.scalars(select(Row)).all() == []


def test_the_same_browser_of_another_account_is_that_of_the_last(world, as_):
    _add(as_("awa"))
    _add(as_("zoe"))
    (row,) = db.session.scalars(select(Row)).all()
    assert row.user_id == world.user("zoe").id


@pytest.mark.parametrize(
    "endpoint",
    ["http://127.0.0.1:5432/", "https://169.254.169.254/latest", "http://updates.push.services.mozilla.com/x", "",
     "https://updates.push.services.mozilla.com.example.org/x", "https://example.org/?updates.push.services.mozilla.com",
     "https://a@fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://[::1", "javascript:alert(1)"],
)  # fmt: skip
def test_only_push_services_of_browsers_are_spoken_to(world, as_, endpoint):
    answer = _add(as_("awa"), endpoint)
    assert answer.status_code == 422
    assert "navigateur" in answer.json["message"]
    assert db.session.scalars(select(Row)).all() == []


def test_an_installation_may_name_others():
    services.check("https://push.exemple.org/x", ("exemple.org",))
    with pytest.raises(Invalid):
        services.check("http://push.exemple.org/x", ("exemple.org",))


@pytest.mark.parametrize("wrong", [{"key": "abc"}, {"auth": "é"}, {"key": ""}])
def test_keys_that_cannot_be_used_are_refused_with_a_sentence(world, as_, wrong):
    assert _add(as_("awa"), **wrong).status_code == 422


def test_ten_devices_at_most(world, as_):
    awa = as_("awa")
    assert [_add(awa, f"{GOOD}{number}").status_code for number in range(11)] == [201] * 10 + [422]


def test_the_offer_comes_after_a_first_answer_and_goes_for_good(world, as_):
    bruno = as_("bruno")
    offer = "Voulez-vous être prévenu"
    assert offer not in bruno.get("/notifications/").text
    world.question(replies=1)
    assert offer in bruno.get("/notifications/").text
    assert bruno.post("/notifications/devices/no-offer").status_code == 303
    assert offer not in bruno.get("/notifications/").text
    _add(bruno)
    assert offer not in bruno.get("/notifications/").text


def test_the_hours_are_kept(world, as_):
    awa = as_("awa")
    form = {"everything": "yes", "quiet_from": "22", "quiet_to": "7"}
    assert awa.post("/notifications/devices", data=form).status_code == 303
    page = awa.get("/notifications/devices").text
    assert '<option selected value="22">' in page
    assert awa.post("/notifications/devices", data={**form, "quiet_to": "99"}).status_code == 422
    with transaction():
        pass
