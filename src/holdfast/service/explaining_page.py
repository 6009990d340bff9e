"""What the page of a metric says of it: words, the first example, and the settings that it names."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from holdfast.connect.metric_pages import metric_page
from holdfast.metrics import Parameter, Request, compile_sql
from holdfast.metrics.parameters import Choice
from holdfast.report.metric_page import Explanation, Setting, ShownRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.metrics import Metric
    from holdfast.metrics.declaration import Declared

_HEAD = "## Example"
_TABLE = re.compile(r"\*\*(\w+)\*\*")


def explain_from_the_page(metric: Metric, dialect: str) -> Explanation:
    """A metric of the catalogue with the first example of its page.

    Raises:
        InputError: There is no such dialect.
        SourceError: The installation is not whole.
    """
    page = metric_page(metric.card.name)
    section = page.split(_HEAD, 1)[1].split("\n## ", 1)[0]
    title, body = section.split("\n", 1)
    asked: dict[str, Any] = tomllib.loads(body.split("```toml\n", 1)[1].split("```", 1)[0])
    asked["by"] = tuple(asked.get("by", ()))
    asked["filters"] = {column: tuple(values) for column, values in asked.get("filters", {}).items()}
    return Explanation(
        card=metric.as_asked({}).card,
        is_own=False,
        words=prose(page),
        settings=tuple(settings_of(metric, {})),
        example=f"{title.strip(' :').capitalize()}. {_paragraph(body)}",
        rows=tuple(_page_tables(body)),
        dialect=dialect,
        sql=compile_sql(Request(metric=metric.card.name, **asked), dialect=dialect),
    )


def prose(page: str) -> str:
    """What a page says before its examples, its title aside."""
    return page.split(f"\n{_HEAD}", 1)[0].split("\n", 1)[1].strip()


def _paragraph(body: str) -> str:
    """The words between an example's settings and its first table."""
    after = body.split("```toml\n", 1)[1].split("```", 1)[1]
    return _TABLE.split(after, maxsplit=1)[0].strip()


def _page_tables(body: str) -> Iterator[ShownRows]:
    for block in re.split(r"\n\s*\n", body):
        named = _TABLE.fullmatch(block.strip())
        if named:
            name = named[1]
        elif block.startswith("|"):
            head, _, *rows = [
                tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
                for line in block.splitlines()
            ]
            yield ShownRows(name, head, tuple(rows))


def settings_of(metric: Metric, given: Mapping[str, object]) -> Iterator[Setting]:
    """Parameters, texts and variant of a metric, with the values that hold.

    Args:
        metric: As declared.
        given: The workspace's.
    """
    for parameter in metric.parameters:
        value = given.get(parameter.name, parameter.default)
        yield Setting(parameter.name, str(value), _allowed(parameter))
    for text in metric.texts:
        yield Setting(
            text.name, str(given.get(text.name, text.default)) or "(any)", "names, parted by commas"
        )
    if len(metric.variants) > 1:
        yield Setting("variant", str(given.get("variant", metric.variants[0])), ", ".join(metric.variants))


def _allowed(parameter: Declared) -> str:
    if isinstance(parameter, Parameter):
        return f"{parameter.low} to {parameter.high}"
    if isinstance(parameter, Choice):
        return ", ".join(parameter.options)
    return "numbers, parted by commas"
