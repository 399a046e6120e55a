"""Connections that are made to checked addresses only, and that end at a deadline however slowly bytes drip in."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2

from newsledger.errors import InputError
from newsledger.ingest.web.address import Gate

_CONNECT_SECONDS = 10.0


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens connections for httpcore: the address that was checked is the one that is connected to.

    Attributes:
        deadline: ``time.monotonic()`` at which every read, write and connect ends.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.deadline = float("inf")

    def left(self, most: float | None = None) -> float:
        """Return the seconds that are left, ``most`` at most.

        Raises:
            ReadTimeout: None are left.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the server took too long in all")
        return min(left, most) if most is not None else min(left, 3600.0)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        """Connect to the first of the host's permitted addresses that answers."""
        failure: OSError | None = None
        try:
            addresses = self._gate.addresses(host, port)
        except OSError as error:
            raise httpcore2.ConnectError(f"{host} is unknown: {error.strerror or error}") from error
        for address in addresses:
            try:
                return DeadlineStream(self._open(address, port, timeout), self)
            except TimeoutError as error:
                raise httpcore2.ConnectTimeout(f"{host} does not answer") from error
            except OSError as error:
                failure = error
        raise httpcore2.ConnectError(f"cannot connect to {host}: {failure}") from failure

    def _open(self, address: str, port: int, timeout: float | None) -> socket.socket:
        opened = socket.create_connection((address, port), self.left(timeout or _CONNECT_SECONDS))
        peer = str(opened.getpeername()[0]).partition("%")[0]
        if ipaddress.ip_address(peer) != ipaddress.ip_address(address.partition("%")[0]):
            opened.close()
            raise InputError(f"connected to {peer} instead of {address}")
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened


class DeadlineStream(httpcore2.NetworkStream):
    """A socket whose every operation ends at the deadline of the fetch."""

    def __init__(self, opened: socket.socket, backend: GuardedBackend) -> None:
        self._socket, self._backend = opened, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what there is, ``max_bytes`` at most."""
        self._socket.settimeout(self._backend.left(timeout))
        try:
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore2.ReadTimeout("the server stopped sending") from error
        except OSError as error:
            raise httpcore2.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of the buffer."""
        try:
            view = memoryview(buffer)
            while view:
                self._socket.settimeout(self._backend.left(timeout))
                view = view[self._socket.send(view) :]
        except TimeoutError as error:
            raise httpcore2.WriteTimeout("the server takes no more") from error
        except OSError as error:
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Put TLS on the connection; the certificate must be that of the host in the URL."""
        try:
            self._socket.settimeout(self._backend.left(timeout))
            return DeadlineStream(ssl_context.wrap_socket(self._socket, server_hostname=server_hostname), self._backend)
        except TimeoutError as error:
            self.close()
            raise httpcore2.ConnectTimeout("the server does not finish the TLS handshake") from error
        except OSError as error:
            self.close()
            raise httpcore2.ConnectError(f"no secure connection: {error}") from error

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks of a connection."""
        if info == "socket":
            return self._socket
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        if info == "is_readable":
            return _is_readable(self._socket)
        return None


def _is_readable(opened: socket.socket) -> bool:
    """Tell whether an idle connection has something to read: that is, whether the server closed it."""
    import select

    if opened.fileno() < 0:
        return True
    poller = select.poll() if hasattr(select, "poll") else None
    if poller is None:
        return bool(select.select([opened], [], [], 0)[0])
    poller.register(opened, select.POLLIN)
    return bool(poller.poll(0))
