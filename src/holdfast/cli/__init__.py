"""The command line. It owns the clock, the environment and the terminal; each command calls one service."""

from holdfast.cli.main import main

__all__ = ["main"]
