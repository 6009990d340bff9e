"""The dialects that queries are written in, and whether a test runs what comes out."""

from __future__ import annotations

from holdfast.errors import InputError

RUN = ("duckdb", "postgres", "spark", "clickhouse")
"""Every metric runs on these engines in tests, and every integer is compared."""

COMPILED = ("snowflake", "bigquery", "trino")
"""Compiles and parses back; nothing of it was run."""

DIALECTS = (*RUN, *COMPILED)


def known(dialect: str) -> str:
    """The dialect, where it is one of ours.

    Raises:
        InputError: It is not; others are refused, not guessed.
    """
    if dialect not in DIALECTS:
        raise InputError(
            "dialect",
            f"{dialect!r} was asked for",
            "one of " + ", ".join(DIALECTS),
            "Use one that somebody looked at",
        )
    return dialect
