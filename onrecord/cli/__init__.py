"""The command line: parse, call the library, print. Reading order: app, options, door, taking, asking, show."""

from onrecord.cli.app import app, main

__all__ = ["app", "main"]
