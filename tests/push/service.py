"""A push service of our own on 127.0.0.1, and a device that opens what it is sent with its private key."""

import base64
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def _word(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Device:
    """What a browser keeps: its private key and its secret."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def offered(self) -> dict[str, str]:
        """Its public half, as a browser writes it."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"key": _word(point), "auth": _word(self.auth)}

    def opened(self, body: bytes) -> dict[str, str]:
        """The message (RFC 8291)."""
        return json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"))


class Service:
    """Answers `status` to every message, and keeps them."""

    def __init__(self) -> None:
        self.status, self.location, self.bodies, self.headers = 201, "", [], []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                service.headers.append(self.headers)
                self.send_response(service.status)
                if service.location:
                    self.send_header("Location", service.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_said) -> None:
                """Silence."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.origin = f"http://127.0.0.1:{self.server.server_address[1]}"

    def knows(self, origin: str, header: str, public_key: str) -> bool:
        """Is the message signed by the installation with this key, for this origin? (RFC 8292)"""
        words = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
        claims = json.loads(base64.urlsafe_b64decode(words["t"].split(".")[1] + "=="))
        return words["k"] == public_key and claims["aud"] == origin and bool(Vapid02.verify(header))
