"""Thread pages against the bare page of the same bytes."""

import http.client
import tempfile
from pathlib import Path
from typing import Any

from bench import load, serving
from bench.report import Line

SECONDS = 5


def _signed_in(port: int, path: str, cookie: str) -> str:
    """The session as a browser has it after its first page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    given = answer.getheader("Set-Cookie", "").partition(";")[0]
    return given if given.startswith("palabre=") else cookie


def _body(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return answer.read()


def _best(url: str, script: str = "", tries: int = 2, seconds: int = SECONDS) -> load.Load:
    """The better of two runs: other work on the machine only ever slows one down."""
    return max((load.run(url, seconds=seconds, script=script) for _try in range(tries)), key=lambda run: run.per_second)


def _path(thread: dict[str, Any]) -> str:
    return f"/threads/{thread['id']}-{thread['slug']}"


def measure(port: int, facts: dict[str, Any]) -> list[Line]:
    """Visitor and member pages of 20 messages; the long thread's pages against a thread of 100.

    Members: eight of them in turn, each with 50 threads that others wrote.
    """
    first = _path(facts["first"])
    cookies = [_signed_in(port, first, cookie) for cookie in facts["cookies"]]
    base = f"http://127.0.0.1:{port}"
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(_body(port, first))
        other = serving.free_port()
        with serving.running(serving.bare(other), other, {"BARE_BODY": file.name}):
            bare = _best(f"http://127.0.0.1:{other}/page").per_second
    visitor = _best(base + first).per_second
    member = _best(base, load.reading([_path(each) for each in facts["some"]], cookies)).per_second
    lines = [
        Line(
            "thread page (20 posts), visitor", "≥ 30 % of bare",
            f"{visitor / bare:.0%} ({visitor:.0f} of {bare:.0f}/s)", visitor / bare >= 0.30,
        ),
        Line(
            "thread page, member signed in", "≥ 6 % of bare",
            f"{member / bare:.0%} ({member:.0f}/s)", member / bare >= 0.06,
        ),
    ]  # fmt: skip
    return [*lines, _long(base, facts, cookies)]


def _long(base: str, facts: dict[str, Any], cookies: list[str]) -> Line:
    """Asked by a member, so that nothing is kept: pages at the start, the middle and the end."""

    def rate(thread: dict[str, Any], after: int) -> float:
        return _best(base, load.reading([f"{_path(thread)}?after={after}"], cookies), seconds=3).per_second

    short = rate(facts["hundred"], 60)
    worst = min(rate(facts["long"], after) for after in (60, facts["size"] // 2, facts["size"] - 30))
    ratio = short / worst
    return Line(
        f"any page of a thread of {facts['size']:,} posts",
        "≤ 1.3 × of one of 100 posts",
        f"{ratio:.2f} ×",
        ratio <= 1.3,
    )
