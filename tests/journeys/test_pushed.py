"""What a push service brings is shown by the browser, also when no page is open; a click leads to the place."""

import json
import time

import pytest

from tests.journeys.conftest import WHOLE


@pytest.fixture(scope="module")
def chromium(launch):
    """The whole browser: the shell shows no notifications."""
    browser = launch(WHOLE)
    yield browser
    browser.close()


def _until(page, question: str, answer: object) -> None:
    until = time.monotonic() + 15
    while (now := page.evaluate(question)) != answer:
        assert time.monotonic() < until, now
        page.wait_for_timeout(100)


def test_a_message_is_shown_and_leads_to_its_place(person, site):
    page = person("awa", by_form=True)
    page.context.grant_permissions(["notifications"], origin=site.base)
    page.goto("/notifications/devices")
    page.evaluate("navigator.serviceWorker.register('/service-worker.js').then(() => true)")
    _until(page, "navigator.serviceWorker.getRegistration('/').then(known => known.active?.state)", "activated")
    browser = page.context.new_cdp_session(page)
    found = {}
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.update({one["scopeURL"]: one["registrationId"] for one in said["registrations"]}),
    )
    browser.send("ServiceWorker.enable")
    until = time.monotonic() + 10
    while f"{site.base}/" not in found and time.monotonic() < until:
        page.wait_for_timeout(100)
    for number in (1, 2):
        message = {
            "title": "Une pompe à main",
            "body": f"Bruno vous a répondu ({number})",
            "url": "/needs/",
            "tag": "item-7",
        }
        browser.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": site.base, "registrationId": found[f"{site.base}/"], "data": json.dumps(message)},
        )
    shown = "navigator.serviceWorker.getRegistration('/').then(known => known.getNotifications()).then(all => all.map(one => [one.title, one.body, one.data.url]))"
    _until(page, shown, [["Une pompe à main", "Bruno vous a répondu (2)", "/needs/"]])


def test_the_page_asks_only_after_a_gesture_and_says_what_is_needed(person):
    page = person("awa", by_form=True)
    page.goto("/notifications/devices")
    assert page.evaluate("Notification.permission") != "granted"
    page.wait_for_selector("push-device button:visible, push-device [role=status]:not(:empty)")
    plain = person("awa", script=False)
    plain.goto("/notifications/devices")
    assert "le courriel dit la même chose" in plain.inner_text("push-device")
    assert plain.is_hidden("push-device button")
    plain.select_option("[name=quiet_from]", "22")
    plain.click("main form.form button")
    assert plain.input_value("[name=quiet_from]") == "22"
