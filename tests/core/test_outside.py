"""Whom we ask, and whom never; what a slow, lying or broken server makes of a question."""

import socket
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from forum.core import asking
from forum.core.asking import look
from forum.core.outside import Guard, is_public, place_of
from tests.links.server import serving

AGENT = "Palabre/test (+https://palabre.example/)"


@pytest.fixture
def pages():
    with serving() as served:
        yield served


def ask(pages, path):
    return look(place_of(pages.url(path)), Guard(frozenset({("127.0.0.1", pages.port)})), AGENT)


@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::1",
    "not an address", "",
])  # fmt: skip
def test_these_addresses_are_never_asked(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "194.2.0.20", "2a00:1450:4007::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_as_private_in_any_dress(address):
    number = int(address)
    dressed = [f"::ffff:{address}", f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}"]
    if not is_public(str(address)):
        assert not any(is_public(each) for each in dressed)


@pytest.mark.parametrize("url", [
    "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f000001/",
    "http://127.1/", "http://[::ffff:127.0.0.1]/",
])  # fmt: skip
def test_our_own_machine_is_not_asked_whatever_it_is_called(url):
    assert look(place_of(url), Guard(), AGENT).problem == "address"


def test_another_door_is_not_asked(pages):
    assert look(place_of(pages.url()), Guard(), AGENT).problem == "port"
    assert pages.asked == []


def test_the_connection_goes_to_the_address_that_was_looked_at(pages, monkeypatch):
    """A name that answers a public address first, and ours a moment later."""
    answers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1", "127.0.0.1"])
    tried = []
    real = socket.socket.connect

    def resolve(host, port, *args, **kwargs):
        if host != "wechselt.example":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(self, address):
        tried.append(address[0])
        if address[0] == "8.8.8.8":
            raise ConnectionRefusedError
        return real(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", connect)
    first = look(place_of("http://wechselt.example/"), Guard(), AGENT)
    assert (first.problem, tried) == ("connection", ["8.8.8.8"])
    assert look(place_of("http://wechselt.example/"), Guard(), AGENT).problem == "address"
    assert tried == ["8.8.8.8"]


def test_a_redirection_to_our_network_is_not_followed(pages):
    pages.answers["/"] = (302, {"Location": "http://127.0.0.1/admin"})
    assert ask(pages, "/").problem == "address"
    pages.answers["/"] = (302, {"Location": "http://169.254.169.254/latest/meta-data"})
    assert ask(pages, "/").problem == "address"
    pages.answers["/"] = (302, {"Location": "file:///etc/passwd"})
    assert ask(pages, "/").problem == "scheme"


def test_what_answers_a_head_is_asked_once(pages):
    pages.answers["/page"] = (200, {})
    answer = ask(pages, "/page")
    assert (answer.status, answer.is_moved) == (200, False)
    assert pages.methods("/page") == ["HEAD"]
    assert pages.asked[0][2] == AGENT


@pytest.mark.parametrize("refusal", [405, 501, 403, 404, 500])
def test_where_a_head_is_refused_the_page_is_asked(pages, refusal):
    pages.answers["/page"] = lambda handler: (refusal if handler.command == "HEAD" else 200, {})
    assert ask(pages, "/page").status == 200
    assert pages.methods("/page") == ["HEAD", "GET"]


def test_a_server_that_hangs_up_on_a_head_is_asked_for_the_page(pages):
    pages.answers["/page"] = lambda handler: None if handler.command == "HEAD" else (200, {})
    assert ask(pages, "/page").status == 200


def test_too_many_is_an_answer_and_says_how_long(pages):
    pages.answers["/page"] = (429, {"Retry-After": "120"})
    answer = ask(pages, "/page")
    assert (answer.status, answer.wait) == (429, 120)
    assert pages.methods("/page") == ["HEAD"]


def test_what_moved_for_good_says_where_to(pages):
    pages.answers |= {"/a": (301, {"Location": "/b"}), "/b": (308, {"Location": "/c?x=1"}), "/c?x=1": (200, {})}
    answer = ask(pages, "/a")
    assert (answer.status, answer.is_moved, answer.url) == (200, True, pages.url("/c?x=1"))


def test_a_detour_is_no_move(pages):
    pages.answers |= {"/a": (301, {"Location": "/b"}), "/b": (302, {"Location": "/c"}), "/c": (200, {})}
    assert (ask(pages, "/a").status, ask(pages, "/a").is_moved) == (200, False)


def test_circles_end(pages):
    pages.answers["/a"] = (302, {"Location": "/a"})
    assert ask(pages, "/a").problem == "loop"
    assert len(pages.asked) == asking.HOPS + 1


def test_a_server_that_dribbles_is_hung_up_on(pages, monkeypatch):
    monkeypatch.setattr(asking, "WHOLE", 0.5)

    def dribble(handler):
        for _each in range(40):
            handler.wfile.write(b"X")
            handler.wfile.flush()
            time.sleep(0.1)

    pages.answers["/slow"] = dribble
    began = time.monotonic()
    answer = ask(pages, "/slow")
    assert answer.problem in ("time", "answer")
    assert time.monotonic() - began < 3


def test_a_server_that_says_nothing_is_left(monkeypatch):
    monkeypatch.setattr(asking, "READ", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        threading.Thread(target=server.accept, daemon=True).start()
        place = place_of(f"http://127.0.0.1:{port}/")
        assert look(place, Guard(frozenset({("127.0.0.1", port)})), AGENT).problem == "time"


def test_two_ways_to_write_an_address_are_one_place():
    assert (
        place_of("HTTPS://Éxemple.FR:443/une page?".replace(" ", "%20")).url == "https://xn--xemple-9ua.fr/une%20page"
    )
    assert place_of("http://exemple.fr") == place_of("http://exemple.fr/#haut")
    for wrong in (
        "ftp://a.fr",
        "javascript:alert(1)",
        "http://u:p@a.fr/",
        "http://a b/",
        "http://[::1",
        "//a.fr",
        "http://a.fr:99999",
    ):
        assert place_of(wrong) is None


def certified(folder, name: str) -> tuple[str, str]:
    """A certificate for this name that nobody signed but itself: (certificate, key)."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, secret = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return str(certificate), str(secret)


@pytest.mark.parametrize(("name", "believed", "problem"), [
    ("eau.test", True, ""), ("eau.test", False, "certificate"), ("autre.test", True, "certificate"),
])  # fmt: skip
def test_the_name_is_checked_though_the_address_is_asked(
    pages_with_tls, tmp_path, monkeypatch, name, believed, problem
):
    certificate, secret = certified(tmp_path, name)
    port = pages_with_tls(certificate, secret)
    monkeypatch.setattr(asking.certifi, "where", lambda: certificate if believed else certified(tmp_path, "x.test")[0])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    answer = look(place_of(f"https://eau.test:{port}/"), Guard(frozenset({("eau.test", port)})), AGENT)
    assert (answer.problem, answer.status) == (problem, 0 if problem else 200)


@pytest.fixture
def pages_with_tls():
    with ExitStack() as stack:

        def serve(certificate: str, secret: str) -> int:
            pages = stack.enter_context(serving(certificate, secret))
            pages.answers["/"] = (200, {})
            return pages.port

        yield serve
