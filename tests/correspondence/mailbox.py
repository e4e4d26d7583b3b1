"""A mailbox behind a real IMAP connection: enough of RFC 3501 for one reader."""

import re
import socketserver
import threading


class Mailbox:
    """Letters with their flags."""

    def __init__(self, letters):
        self.letters = {str(n): [raw, set()] for n, raw in enumerate(letters, 1)}
        box = self

        class Reader(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(b"* OK ready\r\n")
                for line in self.rfile:
                    tag, _space, said = line.decode().strip().partition(" ")
                    box.answer(self.wfile, tag, said)
                    if said.upper().startswith("LOGOUT"):
                        return

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Reader)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"imap://forum:s%40cret@127.0.0.1:{self.server.server_address[1]}/INBOX"

    def answer(self, out, tag, said):
        """One command."""
        done = f"{tag} OK done\r\n".encode()
        if said.startswith("CAPABILITY"):
            out.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif said.startswith("LOGIN"):
            done = done if '"s@cret"' in said else f"{tag} NO wrong password\r\n".encode()
        elif said.startswith("SELECT"):
            out.write(f"* {len(self.letters)} EXISTS\r\n".encode())
        elif said.startswith("UID SEARCH"):
            out.write(
                (
                    "* SEARCH " + " ".join(n for n, each in self.letters.items() if "\\Seen" not in each[1]) + "\r\n"
                ).encode()
            )
        elif found := re.match(r"UID FETCH (\d+)", said):
            raw = self.letters[found[1]][0]
            out.write(f"* {found[1]} FETCH (UID {found[1]} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS \((.*)\)", said):
            self.letters[found[1]][1] |= set(found[2].split())
        elif found := re.match(r'UID COPY (\d+) "(.*)"', said):
            done = done if found[2] == "Pris" else f"{tag} NO no such folder\r\n".encode()
        elif said.startswith("EXPUNGE"):
            self.letters = {n: each for n, each in self.letters.items() if "\\Deleted" not in each[1]}
        elif said.startswith("LOGOUT"):
            out.write(b"* BYE\r\n")
        out.write(done)

    def close(self):
        """Nobody listens any more."""
        self.server.shutdown()
        self.server.server_close()
