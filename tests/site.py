"""A real site in a process tree of its own, with the demonstration data."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path
from urllib.request import urlopen


class Site:
    """A running `forum serve --demo`."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder, self.base = folder, f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "forum", "serve", "--demo", "--port", str(self.port), "--workers", "1"],
            env={
                **os.environ,
                "FORUM_DATA_DIR": str(folder),
                "FORUM_BASE_URL": self.base,
                "FORUM_PATIENCE": "20",
                "FORUM_CHECK_LINKS": "off",
            },
            stdout=subprocess.DEVNULL,
        )
        until, before = time.monotonic() + 90, 0
        while time.monotonic() < until:
            total = self._found()
            if total > 150 and total == before:  # the demonstration is indexed, to its end
                return
            before = total
            time.sleep(0.5)
        raise TimeoutError("the site does not answer")

    def _found(self) -> int:
        """How many publications a search for nothing in particular finds."""
        try:
            with urlopen(f"{self.base}/api/v1/search?q=") as answer:
                return int(json.load(answer)["total"])
        except OSError:
            return 0

    def letter_to(self, address: str) -> str:
        """The text of the last letter to somebody, once it left."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for path in sorted((self.folder / "mail").glob("*.eml"), key=lambda p: p.stat().st_mtime, reverse=True):
                message = message_from_bytes(path.read_bytes(), policy=policy.default)
                if message["To"] == address:
                    return message.get_body(("plain",)).get_content()
            time.sleep(0.2)
        raise TimeoutError(f"no letter to {address}")

    def end(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
