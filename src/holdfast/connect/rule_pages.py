"""The page of a rule: in an installed package beside the rules, in a checkout under docs/rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import SourceError

if TYPE_CHECKING:
    from holdfast.review.rule import Rule

_PACKAGE = Path(__file__).parents[1]
#: The build puts docs/rules into the first; a checkout, installed as editable or not, has the second.
HOMES = (_PACKAGE / "review" / "pages", _PACKAGE.parents[1] / "docs" / "rules")


def rule_page(rule: Rule) -> str:
    """The Markdown of a rule's page.

    Raises:
        SourceError: The installation is not whole.
    """
    name = f"{rule.name.replace('-', '_')}.md"
    for home in HOMES:
        if (home / name).is_file():
            return (home / name).read_text(encoding="utf-8")
    raise SourceError(
        rule.code, f"its page {name} is not installed", "the page beside the rules", "Install Holdfast again"
    )
