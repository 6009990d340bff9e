"""Writes docs/reference/examples.md from the example OKRs; a test holds the two together."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.service.examples import all_examples

if TYPE_CHECKING:
    from holdfast.okr.example import Example

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "examples.md"
HEAD = """# Example OKRs

Written by `make reference` from the examples themselves.

{count} retention OKRs of {domains} trades, written for Holdfast. A review of each finds no problem and
no suggestion; a test holds them to that. The numbers are invented, and each example says for how many
customers they are plausible.

```console
$ holdfast examples                      # all, by trade
$ holdfast examples churn onboarding     # those that speak of both, the best first; "leave" finds churn too
$ holdfast examples --metric renewal_rate --domain insurance
$ holdfast examples show NAME > okr.yaml # also --format markdown, text or json
```

From Python: `holdfast.find_examples("churn onboarding")`.

A key result names the metric of the catalogue that measures it. Measures of a trade's own (parcels on the
promised day) have no metric there; define one in the
[workspace](workspace.md) when you take such an OKR over.
"""


def page() -> str:
    """The page as it should be."""
    examples = all_examples()
    groups = [(domain, tuple(group)) for domain, group in groupby(examples, key=lambda one: one.domain)]
    return HEAD.format(count=len(examples), domains=len(groups)) + "".join(
        section(*group) for group in groups
    )


def section(domain: str, examples: tuple[Example, ...]) -> str:
    """A trade's examples."""
    return f"\n## {domain.capitalize()}\n" + "".join(entry(one) for one in examples)


def entry(one: Example) -> str:
    """One example: whose it is, its statements, what is worth copying."""
    results = "".join(f"{number}. {result.text}\n" for number, result in enumerate(one.key_results, start=1))
    return (
        f"\n### {one.title}\n\n`{one.name}` · {one.size} · {one.stage}\n\n"
        f"**{one.objective.text}**\n\n{results}\n{one.note}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE.name}.")
