"""What several journeys ask of a page."""

import time


def until_true(page, is_true: str) -> None:
    """Asked by the browser's own debugger: the policy of the page refuses a function made of a text."""
    until = time.monotonic() + 15
    while not page.evaluate(is_true):
        assert time.monotonic() < until, is_true
        time.sleep(0.1)


def posts(page, words: str) -> int:
    return page.locator(".post .prose", has_text=words).count()
