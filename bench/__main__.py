"""`python -m bench`: every measure of the design, as ratios in one run, on a corpus of its own."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import report, serving
from bench.measures import importing, live, pages, weight, writing


def _prepare(folder: str, long: int) -> dict[str, Any]:
    """Fill a fresh installation."""
    os.environ["FORUM_DATA_DIR"] = folder
    from bench import corpus
    from forum.app import create_app
    from forum.spaces.prepare import prepare

    app = create_app()
    with app.app_context():
        prepare()
        account = corpus.member()
        authors, readers = corpus.others()
        facts = corpus.fill(authors, long=long)
    with app.test_request_context():
        sign = app.session_interface.get_signing_serializer(app).dumps
        cookies = [f"palabre={sign({'_user_id': each, '_fresh': True})}" for each in readers]
    return {**facts, "size": long, "token": account["token"], "cookies": cookies}


def _cold_start() -> report.Line:
    """From nothing running, with a filled database, to the first page."""
    port = serving.free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        serving.product(port), cwd=serving.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    serving.wait(port, "/threads/")
    seconds = time.perf_counter() - began
    process.terminate()
    process.wait(15)
    return report.Line("cold start to first page", "≤ 2 s", f"{seconds:.1f} s", seconds <= 2)


def main() -> int:
    """Run them all and print the table; exit 0 whatever was reached: a bench reports, tests judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", type=int, default=20_000, help="messages of the long thread")
    long = parser.parse_args().long
    with tempfile.TemporaryDirectory(prefix="palabre-bench-") as folder:
        began = time.perf_counter()
        facts = _prepare(folder, long)
        print(f"corpus ready in {time.perf_counter() - began:.0f} s in {Path(folder).name}", flush=True)
        lines = [_cold_start()]
        port = serving.free_port()
        with serving.running(serving.product(port), port, {}) as server:
            lines += pages.measure(port, facts)
            lines += writing.measure(port, facts, facts["token"])
            used = serving.memory(server.pid)
            lines.append(
                report.Line("memory of the whole tree under load (PSS)", "≤ 250 MB", f"{used:.0f} MB", used <= 250)
            )
            lines += live.measure(port, server.pid, facts)
            lines += weight.measure(port, facts)
            lines += importing.measure(port, facts["token"])
    print(report.table(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
