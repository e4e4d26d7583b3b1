"""`make run` and `forum serve` as somebody starts them: one sentence when they cannot, nothing left when they end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVE = [sys.executable, "-m", "forum", "serve"]
NOBODY = 65534


def _refused(command: list[str], **more) -> str:
    """What a command that must fail says: status 1, one sentence, no traceback."""
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, **{"cwd": ROOT, **more})
    assert run.returncode == 1, run.stdout + run.stderr
    said = run.stderr.strip()
    assert len(said.splitlines()) == 1, said
    return said


def test_a_port_in_use_is_said_in_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = _refused([*SERVE, "--port", str(port)], env={**os.environ, "FORUM_DATA_DIR": str(tmp_path)})
    assert f"Port {port} is in use" in said
    assert "--port" in said


def test_a_data_folder_that_cannot_be_written_is_named():
    said = _refused([*SERVE, "--port", "0"], env={**os.environ, "FORUM_DATA_DIR": "/proc/palabre"})
    assert "FORUM_DATA_DIR" in said


def test_an_old_python_is_named_with_what_is_needed(tmp_path):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && { echo "Python 3.9.2"; exit 0; }\nexit 1\n')
    old.chmod(0o755)
    said = _refused(["bin/run"], env={**os.environ, "PYTHON": str(old)})
    assert "3.9.2" in said
    assert "Python 3.11 or newer is needed" in said


def test_a_checkout_that_cannot_be_written_is_said():
    folder = Path(tempfile.mkdtemp(prefix="palabre"))
    try:
        (folder / "requirements").mkdir()
        shutil.copytree(ROOT / "bin", folder / "bin")
        shutil.copy(ROOT / "requirements" / "main.txt", folder / "requirements")
        folder.chmod(0o555)
        other = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}  # root may write everywhere
        said = _refused(["bin/run"], cwd=folder, env={"PATH": "/usr/bin:/bin", "PYTHON": "/bin/true"}, **other)
        assert "cannot be written to" in said
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_its_end_ends_every_process_and_it_starts_again(tmp_path, number):
    environment = {**os.environ, "FORUM_DATA_DIR": str(tmp_path)}
    for _start in range(2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [*SERVE, "--demo", "--port", str(port)]
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, start_new_session=True,
            preexec_fn=_as_a_terminal_starts_it,
        )  # fmt: skip
        try:
            assert "Palabre" in _page(f"http://127.0.0.1:{port}/")
            tree = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
            assert len(tree) >= 3  # the server, a web process, the worker
            os.killpg(server.pid, number)  # as a terminal does for Ctrl-C
            assert psutil.wait_procs(tree, timeout=20)[1] == []
        finally:
            server.kill()
        said = server.stdout.read().decode()
        assert f"http://127.0.0.1:{port}" in said
        assert all(name in said for name in ("awa", "mona", "admin"))


def _as_a_terminal_starts_it() -> None:
    """The processes of a parallel test run ignore Ctrl-C, and what they start would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _page(address: str) -> str:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
