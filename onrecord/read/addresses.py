"""Which addresses pages may be fetched from: those of the public internet, whatever name led there."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from onrecord.errors import UnreadableError

Allows = Callable[[str], bool]
"""Tells of an address in numbers whether it may be connected to."""

_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Tell whether an address lies in the public internet.

    Private, loopback, link-local, multicast, reserved and unspecified ones do not, nor does an IPv6 address that
    stands for such an IPv4 one (mapped, 6to4, Teredo, NAT64).
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _meant(found))


def _meant(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    """Return the address and those that it stands for."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return tuple(one for one in (address, address.sixtofour, *(address.teredo or ())) if one is not None)


def resolve(host: str, port: int, allows: Allows) -> tuple[str, ...]:
    """Return the addresses of a host, every one of them allowed; connect to these and not to the name.

    Raises:
        UnreadableError: `address-refused`: one of them is not allowed; `fetch-failed`: there are none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreadableError(
            "fetch-failed", f"The name {host} leads nowhere ({error}); check its spelling and the network."
        ) from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    refused = [address for address in addresses if not allows(address)]
    if refused or not addresses:
        raise UnreadableError(
            "address-refused",
            f"{host} leads to {', '.join(refused)}, which is no address of the public internet; save the page "
            "as a file if you trust it.",
        )
    return addresses
