"""The page of a metric: in an installed package beside the metrics, in a checkout under docs/metrics."""

from __future__ import annotations

from pathlib import Path

from holdfast.errors import SourceError

_PACKAGE = Path(__file__).parents[1]
#: The build puts docs/metrics into the first; a checkout, installed as editable or not, has the second.
HOMES = (_PACKAGE / "metrics" / "pages", _PACKAGE.parents[1] / "docs" / "metrics")


def metric_page(name: str) -> str:
    """The Markdown of a metric of the catalogue.

    Raises:
        SourceError: The installation is not whole.
    """
    for home in HOMES:
        if (home / f"{name}.md").is_file():
            return (home / f"{name}.md").read_text(encoding="utf-8")
    raise SourceError(
        name, f"its page {name}.md is not installed", "the page beside the metrics", "Install Holdfast again"
    )
