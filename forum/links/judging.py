"""What an answer says of a link. Slow to call it dead, quick to take it back."""

from datetime import datetime, timedelta

from forum.core.outside import Answer
from forum.links.models import WebLink

DAY = timedelta(days=1)
GOOD = 30 * DAY  # until a link that answers is asked again
UNSAFE = 7 * DAY
LONGEST = 16  # days between two questions to a link that fails
FAILURES, SPAN = 3, 3 * DAY  # dead: so many one after the other, over so long
UNSURE = timedelta(hours=1)  # our own side failed: it says nothing of the link
# It is there, but not for programs, or not without an account; 999 is said by a network of professionals.
GUARDED = (401, 402, 403, 405, 406, 407, 418, 421, 425, 426, 428, 451, 501, 999)
UNASKED = ("address", "port", "scheme")
SAID = "said"  # the answer's own status is the problem


def judge(link: WebLink, answer: Answer, now: datetime) -> timedelta:
    """Write into the link what this answer says. Answers how long its machine wants to be left alone (often not)."""
    if answer.problem == "unsure":
        link.next_at = now + UNSURE
        return timedelta()
    if answer.status in (429, 503) and (answer.status == 429 or answer.wait):
        pause = timedelta(seconds=max(answer.wait, 3600))
        link.next_at = now + pause
        return pause
    link.checked_at, link.status, link.problem = now, answer.status, answer.problem
    if answer.problem in UNASKED:
        _is(link, "unasked", now, GOOD)
    elif answer.problem == "certificate":
        _is(link, "unsafe", now, UNSAFE)
    elif answer.status in GUARDED:
        _is(link, "guarded", now, GOOD)
    elif 200 <= answer.status < 400:
        _is(link, "good", now, GOOD)
        link.moved_to = answer.url if answer.is_moved else ""
    else:
        _failed(link, answer, now)
    return timedelta()


def _is(link: WebLink, state: str, now: datetime, again: timedelta) -> None:
    """It did not fail: what was said before is over."""
    link.state, link.failures, link.failed_since = state, 0, None
    # Links that came in together are not asked together for ever.
    link.next_at = now + again * (0.9 + 0.2 * ((link.id or 0) % 97) / 97)


def _failed(link: WebLink, answer: Answer, now: datetime) -> None:
    link.problem = answer.problem or SAID
    link.failures = (link.failures or 0) + 1
    link.failed_since = link.failed_since or now
    link.next_at = now + DAY * min(LONGEST, 2 ** (min(link.failures, 10) - 1))
    trusted = link.trusted_until is not None and link.trusted_until > now
    if link.failures >= FAILURES and now - link.failed_since >= SPAN and not trusted:
        link.state, link.moved_to = "dead", ""
    elif link.state != "dead" or trusted:
        link.state = "failing"
