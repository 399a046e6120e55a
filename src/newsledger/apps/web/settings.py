"""How a web app is set up: where it may be reached, and by whom."""

from __future__ import annotations

import ipaddress
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Set when the app is made, and never changed.

    Attributes:
        host: Address that the server listens on.
        password: Asked of everybody; None only for a server that nobody else can reach.
        hosts: Names in addition to this machine's own by which it may be called.
        secret: Key of the cookies' signatures: a new one each time the server starts.
        clock: Monotonic seconds, to slow down who guesses passwords.
    """

    host: str = "127.0.0.1"
    password: str | None = None
    hosts: frozenset[str] = frozenset()
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    clock: Callable[[], float] = time.monotonic

    def may_be_called(self, host: str) -> bool:
        """Tell whether a ``Host`` header names this server: a foreign name that leads here is an attack.

        (DNS rebinding: a page of ``evil.example`` has that name lead to 127.0.0.1 and reads what is there.)
        """
        name = host_name(host)
        if name is None:
            return False
        if name in _LOOPBACK or name in self.hosts or name == self.host.lower():
            return True
        return not is_loopback(self.host) and (_is_address(name) or name == socket.gethostname().lower())


def host_name(host: str) -> str | None:
    """Return the name of a ``Host`` header without its port, in lower case; None when it is none."""
    host = host.strip().lower()
    if host.startswith("["):
        name, bracket, rest = host[1:].partition("]")
        return name if bracket and (not rest or rest[1:].isdigit()) else None
    name, colon, port = host.partition(":")
    return name.rstrip(".") if name and (not colon or port.isdigit()) else None


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
