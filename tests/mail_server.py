"""A real SMTP server in a process of its own, that keeps what it takes and fails as it is told.

    python -m tests.mail_server FOLDER PORT

FOLDER/taken holds one JSON line for each letter it took; FOLDER/orders says how to fail, read at each letter:
{"rcpt": {"gone@example.org": "550 5.1.1 unknown"}, "data": ["451 later", "drop", ""], "slow": 0.2, "greet": "421 no"}
`data` is used up from its beginning: one word a letter, "" takes it, "drop" closes the connection without a word.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


class Server:
    """One client at a time is enough for each thread; a thread a connection."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port, self.letters = folder, port, 0

    def orders(self) -> dict:
        try:
            return json.loads((self.folder / "orders").read_text())
        except (OSError, ValueError):
            return {}

    def serve(self) -> None:
        import threading

        listener = socket.create_server(("127.0.0.1", self.port))
        (self.folder / "port").write_text(str(listener.getsockname()[1]))
        while True:
            client, _address = listener.accept()
            threading.Thread(target=self.talk, args=(client,), daemon=True).start()

    def talk(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            client.settimeout(60)
            reader = client.makefile("rb")
            say = lambda line: client.sendall(line.encode() + b"\r\n")  # noqa: E731
            if greet := self.orders().get("greet"):
                if greet != "silence":
                    say(greet)
                    return
                time.sleep(30)
            with (self.folder / "connections").open("a") as counted:
                counted.write("x")
            say("220 test ready")
            to = ""
            while line := reader.readline():
                word = line.split(b" ")[0].strip().upper()
                if word == b"DATA":
                    if not self.take(reader, say, to):
                        return
                elif word == b"QUIT":
                    say("221 bye")
                    return
                elif word == b"RCPT":
                    to = line.decode().split("<")[1].split(">")[0]
                    say(self.orders().get("rcpt", {}).get(to, "250 ok"))
                elif word == b"EHLO":
                    say("250-test")
                    say("250 8BITMIME")
                else:
                    say("250 ok")

    def take(self, reader, say, to: str) -> bool:
        say("354 go on")
        lines = []
        while (line := reader.readline()) != b".\r\n":
            if not line:
                return False  # the client is gone in the middle of a letter: nothing was handed over
            lines.append(line[1:] if line.startswith(b".") else line)
        orders = self.orders()
        time.sleep(orders.get("slow", 0))
        words = orders.get("data", [])
        word = words.pop(0) if words else ""
        if "data" in orders:
            (self.folder / "orders").write_text(json.dumps({**orders, "data": words}))
        if word == "drop":
            return False
        if not word:
            with (self.folder / "taken").open("a") as file:
                file.write(json.dumps({"to": to, "content": b"".join(lines).decode("ascii", "surrogateescape")}) + "\n")
        say(word or "250 ok")
        return True


class MailServer:
    """The test's side of it: started, stopped, started again on the same port; what it took."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.process, self.port = folder, None, 0
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> "MailServer":
        (self.folder / "port").unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.mail_server", str(self.folder), str(self.port)]
        self.process = subprocess.Popen(command, cwd=Path(__file__).parents[1])
        end = time.monotonic() + 10
        while not (self.folder / "port").exists() or not (self.folder / "port").read_text():
            assert time.monotonic() < end, "the mail server did not start"
            time.sleep(0.02)
        self.port = int((self.folder / "port").read_text())
        return self

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def told(self, **orders) -> None:
        draft = self.folder / "orders.new"
        draft.write_text(json.dumps(orders))
        draft.rename(self.folder / "orders")

    def taken(self) -> list[tuple[str, EmailMessage]]:
        """(recipient, letter) of each that it took, in order."""
        file = self.folder / "taken"
        rows = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [
            (row["to"], message_from_bytes(row["content"].encode("ascii", "surrogateescape"), policy=policy.default))
            for row in rows
        ]

    @property
    def count(self) -> int:
        """How many it took, for whoever waits: no letter is read."""
        file = self.folder / "taken"
        return file.read_bytes().count(b"\n") if file.exists() else 0

    @property
    def connections(self) -> int:
        file = self.folder / "connections"
        return len(file.read_text()) if file.exists() else 0


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    Server(Path(sys.argv[1]), int(sys.argv[2])).serve()
