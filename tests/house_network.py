"""The network is closed: tests speak to this machine only."""

import ipaddress
import socket

import pytest

_connect = socket.socket.connect


def _only_here(self: socket.socket, address) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0]
        try:
            near = ipaddress.ip_address(host).is_loopback
        except ValueError:
            near = host == "localhost"
        if not near:
            raise RuntimeError(f"the network is closed in tests: {host}")
    return _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def closed_network():
    """For the whole session."""
    socket.socket.connect = _only_here  # type: ignore[method-assign]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]
