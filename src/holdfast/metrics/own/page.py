"""The reference page of definitions, written from their keys: ``python -m holdfast.metrics.own.page``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from holdfast.metrics.own.keys import FORMS, OUTCOME, POPULATION, SUM, TOP, WINDOW

if TYPE_CHECKING:
    from holdfast.metrics.own.keys import Key

_INTRODUCTION = """# Metric definitions

<!-- Written by `python -m holdfast.metrics.own.page`; edit src/holdfast/metrics/own instead. -->

A metric of your own stands in `holdfast.toml` under `[metrics.<name>]`, in the three parts that every metric has:
population, outcome and window. It then works as the catalogue's do: grains, segments, maturity, ranges, versions,
engines, `holdfast measure`, and `metric: <name>` in an OKR file. The definition is checked when the workspace is opened.

```toml
[metrics.reports_shared]
form = "share"
title = "Pro teams that shared three reports within n days"
better = "up"
population = { table = "customers", at = "signed_at", where = "plan = 'pro' and seats >= 5" }
outcome = { table = "events", at = "occurred_at", where = "name = 'report_shared'", count = 3 }
window = { days = 14 }

[metrics.refunds]
form = "sum"
better = "down"
population = { table = "orders", at = "ordered_at", where = "kind = 'refund'" }
outcome = { value = "amount_minor" }

[metrics.tickets_per_hundred_orders]
form = "ratio"
better = "down"
numerator = { table = "tickets", at = "opened_at" }
denominator = { table = "orders", at = "ordered_at", where = "kind = 'sale'" }
per = 100
```

The name has small letters, digits and `_`, a letter first, and is none of the catalogue's. A window is also a parameter:
`holdfast measure reports_shared --set within_days=30` (`limit_hours` for hours) asks the same with another one.
"""

_AFTER_KEYS = """
A ratio may name sums in place of spelling them out (`numerator = "refunds"`): metrics of the form `sum`, of your own or of the
catalogue. A definition that comes back to itself is refused.

Rows without the anchoring instant, and what happens on or after the as-of date, are left out, as in every metric. A
share counts whose window has passed, a duration counts those still waiting as that, and a ratio has the range that
customers allow for. A sum of amounts adds minor units as they are: name one currency in `where` if there are several.

## Expressions

A condition (`where`, `asked`) is an expression over the rows of its table that is true or false; a segment by expression is
one over `customers` that gives a text, a whole number, a date, or true or false. It is read strictly: whatever is not listed
here is refused, with the place in the expression. Nothing of its text reaches the database but as a quoted name or a
literal.

| part | written |
|---|---|
| column of the table | `plan`, or `"Plan Size"` where the name has spaces |
| text | `'pro'`, with `''` for a quote |
| whole number | `5`, `-5`; amounts are minor units |
| date | `date '2024-01-31'` |
| comparison | `=` `<>` `<` `<=` `>` `>=`; text by `=` `<>` alone, since databases differ on its order |
| list, range, pattern | `in ('a', 'b')`, `between 1 and 5` (both included), `like 'pro%'` (with regard to case) |
| null | `is null`, `is not null`; a comparison with null is not true, and `not` does not make it true |
| joined | `and`, `or`, `not`, brackets |
| choice | `case when seats > 50 then 'large' else 'small' end` |
| arithmetic on whole numbers | `+` `-` `*`; there is no division |

| function | gives |
|---|---|
| `lower(text)`, `upper(text)` | the letters of Western European languages changed |
| `trim(text)` | without spaces around it |
| `length(text)` | number of characters |
| `abs(number)` | without its sign |
| `coalesce(a, b, …)` | the first that is not null |
| `date(instant)` | its local date in the company's time zone |
| `days_between(earlier, later)` | difference of local dates |
| `whole(text)` | the whole number that a text holds (also `5.0`); null where it holds anything else |

An instant that is compared with a date is compared by its local date, so `signed_at <= date '2024-01-31'` includes that day.
Further columns of `customers` are text; where a whole number is wanted, as in `seats >= 5`, they are read as by `whole`.
"""

_SECTIONS = (
    ("`[metrics.<name>]`", TOP),
    ("`population`", POPULATION),
    ("`outcome`", OUTCOME),
    ("`window`", WINDOW),
    ("`numerator` and `denominator`", SUM),
)


def definitions_page() -> str:
    """The whole page as Markdown, ending in a line break."""
    forms = "\n".join(f"| `{form}` | {says} |" for form, says in FORMS.items())
    sections = "\n".join(_section(title, keys) for title, keys in _SECTIONS)
    return f"{_INTRODUCTION}\n## Forms\n\n| form | says |\n|---|---|\n{forms}\n\n{sections}{_AFTER_KEYS}"


def _section(title: str, keys: tuple[Key, ...]) -> str:
    rows = "\n".join(_row(key, _forms_of(keys)) for key in keys)
    return f"## {title}\n\n| key | of forms | needed | meaning |\n|---|---|---|---|\n{rows}\n"


def _forms_of(keys: tuple[Key, ...]) -> set[str]:
    return {form for key in keys for form in key.forms}


def _row(key: Key, section: set[str]) -> str:
    forms = "all" if set(key.forms) >= section else ", ".join(key.forms)
    needed = "yes" if key.needed_by and set(key.needed_by) >= set(key.forms) else ", ".join(key.needed_by)
    values = (
        f": {', '.join(f'`{value}`' for value in key.values)}" if key.values and key.name != "form" else ""
    )
    return f"| `{key.name}` | {forms} | {needed} | {key.meaning}{values} |"


if __name__ == "__main__":
    sys.stdout.write(definitions_page())
