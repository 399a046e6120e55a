"""Which addresses may be connected to: public ones, and private ones of hosts that the user named.

The check is made on the numeric address that is then connected to, never on the name in the URL. So it does not matter
how a host is written (``2130706433``, ``0177.1``, ``[::ffff:127.0.0.1]``), where a redirect leads, or what a name
resolves to the next time.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable

from newsledger.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]

_METADATA = frozenset(map(ipaddress.ip_address, ("168.63.129.16", "169.254.169.254", "fd00:ec2::254")))
"""Services of cloud machines that hand out credentials; the first has a public address."""

_RESERVED = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16")))
"""Special-purpose networks (IANA) that some versions of the standard library take for public."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")


def look_up(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a host, in the order of the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: Address) -> bool:
    """Tell whether an address is on the public internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _LOCAL_NAT64:
            return False
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
    special = address in _METADATA or any(address in network for network in _RESERVED)
    return address.is_global and not (address.is_multicast or address.is_reserved or special)


def _parsed(numeric: str) -> Address:
    return ipaddress.ip_address(numeric.partition("%")[0])


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address carries (mapped, compatible, NAT64, 6to4, Teredo)."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _is_own(address: Address) -> bool:
    """Tell whether an address may be allowed at all: loopback or a private network, no link-local, no metadata."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return _is_own(inner)
    barred = address.is_link_local or address.is_multicast or address.is_unspecified or address in _METADATA
    return not barred and (address.is_private or address.is_loopback)


class Gate:
    """Decides which addresses of a host may be connected to.

    Args:
        allowed: Hosts of the user's own network that may be private: ``HOST`` or ``HOST:PORT``.
        resolve: Names to numeric addresses.
    """

    def __init__(self, allowed: Iterable[str] = (), *, resolve: Resolve = look_up) -> None:
        self._allowed = frozenset(name.lower().strip("/") for name in allowed)
        self._resolve = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the numeric addresses that may be connected to; each must be used as it is.

        Raises:
            InputError: All addresses of the host are barred.
            OSError: The name does not resolve.
        """
        found = self._resolve(host, port)
        private = self._allowed & {host.lower(), f"{host.lower()}:{port}", f"[{host.lower()}]:{port}"}
        open_to_us = [a for a in found if self._passes(a, private=bool(private))]
        if not open_to_us:
            own = any(_is_own(_parsed(a)) for a in found)
            hint = f"a host of your own network is read only when you allow it: --allow-private {host}:{port}"
            raise InputError(f"{host} has no public address", hint=hint if own else None)
        return open_to_us

    def _passes(self, numeric: str, *, private: bool) -> bool:
        address = _parsed(numeric)
        return is_public(address) or (private and _is_own(address))
