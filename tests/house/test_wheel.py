"""The wheel works: built, installed alone in an empty folder, it shows the pages with their styles."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_built_wheel_serves_the_demonstration_with_its_style(tmp_path):
    source = tmp_path / "source"
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    run = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=source, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    wheel = next((tmp_path / "dist").glob("*.whl"))
    site, empty = tmp_path / "site", tmp_path / "empty"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(pip, check=True)
    empty.mkdir()
    assert sorted(path.name.split("-")[0] for path in site.iterdir() if path.name != "bin") == ["forum", "palabre"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The checkout is on the path of this environment: the wheel's folder comes first.
    environment = {**os.environ, "PYTHONPATH": str(site), "FORUM_DATA_DIR": str(empty / "var")}
    where = [sys.executable, "-c", "import forum; print(forum.__file__)"]
    said = subprocess.run(where, cwd=empty, env=environment, capture_output=True, text=True, check=True).stdout
    assert said.startswith(str(site))
    subprocess.run([sys.executable, "-m", "forum", "demo"], cwd=empty, env=environment, check=True, capture_output=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "forum", "serve", "--port", str(port), "--workers", "1"],
        cwd=empty, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        page = _page(f"http://127.0.0.1:{port}/")
        assert "Ce que les autres ont appris" in page
        style = re.search(r'rel="stylesheet" href="([^"]+)"', page).group(1)
        assert "--paper" in _page(f"http://127.0.0.1:{port}{style}")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def _page(address: str) -> str:
    until = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
