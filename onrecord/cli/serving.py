"""`serve`: the ledger as screens in a browser, on this machine alone."""

from __future__ import annotations

import secrets
import socket
import sys
import webbrowser
from typing import Annotated

import typer

from onrecord.cli.fixing import user
from onrecord.cli.options import ledger_of
from onrecord.cli.show import line, note
from onrecord.errors import InputError

_TOKEN_BYTES = 24
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def serve(
    ctx: typer.Context,
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8337,
    who: Annotated[
        str | None, typer.Option("--who", help="Who corrects; by default the user of this computer.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the address in the browser.")] = False,
) -> None:
    """Show the ledger in a browser, on this machine alone.

    The ledger is made when it is missing. Only this machine can reach it. The address that is printed holds a
    token; who has not opened it can read, but change nothing. Ctrl-C ends it.
    """
    import uvicorn  # noqa: PLC0415  # this and the app take a while to load, and no other verb needs them

    from onrecord.web import Access, make_app  # noqa: PLC0415  # the same

    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with ledger_of(ctx, create=True) as ledger, _listening(port) as listener:
        taken = listener.getsockname()[1]
        access = Access(hosts=_hosts(taken), token=token)
        address = f"http://127.0.0.1:{taken}/enter?token={token}"
        line(address)
        sys.stdout.flush()  # where it is read by another program, that waits for it
        note("This address can change the ledger. Ctrl-C ends the server.")
        if open_:
            webbrowser.open(address)
        config = uvicorn.Config(
            make_app(ledger, access, coder=who or user()),
            log_level="warning",
            access_log=False,
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    """Return a socket that only this machine can reach.

    Raises:
        InputError: Another program has the port.
    """
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()  # whoever has read the address is answered, if only in a moment
    except OSError as error:
        listener.close()
        raise InputError(f"The port {port} is taken ({error.strerror}); choose another with --port.") from error
    return listener


def _hosts(port: int) -> frozenset[str]:
    return frozenset(f"{name}:{port}" for name in _LOOPBACK) | (
        frozenset(_LOOPBACK) if port == 80 else frozenset()
    )
