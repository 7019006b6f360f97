"""The help of every command as Markdown, the same on every machine: docs/cli.md is made from it."""

from __future__ import annotations

from typer.testing import CliRunner

from onrecord.cli.app import VERBS, app
from onrecord.cli.fixing import decisions

WIDTH = 100


def reference() -> str:
    """Return one section a command, with its `--help` at a fixed width and without colour."""
    names = ["", *(verb.__name__ for verb in VERBS)]
    names += [f"decisions {command.name}".rstrip() for command in decisions.registered_commands]
    return "\n".join(f"## onrecord {name}".rstrip() + f"\n\n```text\n{_help(name)}\n```\n" for name in names)


def _help(name: str) -> str:
    arguments = [*name.split(), "--help"]
    result = CliRunner().invoke(app, arguments, prog_name="onrecord", terminal_width=WIDTH, color=False)
    return "\n".join(line.rstrip() for line in result.stdout.strip().splitlines())
