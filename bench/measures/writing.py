"""Replies over HTTP, committed; and how soon they are found."""

import http.client
import json
import time
from typing import Any

from bench import load
from bench.report import Line

PEER = 47  # replies a second of the best peer measured on the same kind of machine


def measure(port: int, facts: dict[str, Any], token: str) -> list[Line]:
    """Eight at once through the JSON API; then one reply, searched for until it is found."""
    path = f"/api/v1/items/{facts['second']['id']}/posts"
    run = load.run(f"http://127.0.0.1:{port}", seconds=8, connections=8, script=load.posting(path, token))
    good = run.per_second >= 4 * PEER and not run.errors
    lines = [
        Line(
            "replies posted over HTTP, 8 at once", f"≥ {4 * PEER}/s (4 × the best peer)",
            f"{run.per_second:.0f}/s, {run.errors} errors", good,
        ),
        Line("… their p99", "≤ 100 ms", f"{run.p99_ms:.0f} ms", run.p99_ms <= 100),
    ]  # fmt: skip
    seconds = _found(port, facts["first"]["id"], token)
    return [*lines, Line("new post → found by search", "≤ 2 s", f"{seconds:.1f} s", seconds <= 2)]


def ask(port: int, method: str, path: str, token: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One question to the API, and its answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    found: dict[str, Any] = json.loads(connection.getresponse().read())
    return found


def _found(port: int, item_id: int, token: str) -> float:
    """After the stream of replies is indexed, one more: seconds until search answers it."""
    while not ask(port, "GET", "/api/v1/search?q=banc+essai+quelques", token)["total"]:
        time.sleep(0.5)
    time.sleep(5)
    began = time.perf_counter()
    ask(port, "POST", f"/api/v1/items/{item_id}/posts", token, {"body": "Un mot unique : zanzibarette."})
    while not ask(port, "GET", "/api/v1/search?q=zanzibarette", token)["total"]:
        if time.perf_counter() - began > 60:
            return 60.0
        time.sleep(0.05)
    return time.perf_counter() - began
