"""The tables of the reference page, written from the keys: ``python -m holdfast.metrics.own.page < page``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from holdfast.metrics.own.keys import FORMS, OUTCOME, POPULATION, SUM, TOP, WINDOW

if TYPE_CHECKING:
    from holdfast.metrics.own.keys import Key

_BEGIN = "<!-- Forms and keys: written from src/holdfast/metrics/own/keys.py. -->"
_END = "<!-- End of forms and keys. -->"
_SECTIONS = (
    ("`[metrics.<name>]`", TOP),
    ("`population`", POPULATION),
    ("`outcome`", OUTCOME),
    ("`window`", WINDOW),
    ("`numerator` and `denominator`", SUM),
)


def with_keys(page: str) -> str:
    """The page with its forms and keys written anew between the two marks."""
    before, rest = page.split(_BEGIN)
    after = rest.split(_END)[1]
    forms = "\n".join(f"| `{form}` | {says} |" for form, says in FORMS.items())
    sections = "\n".join(_section(title, keys) for title, keys in _SECTIONS)
    return f"{before}{_BEGIN}\n\n## Forms\n\n| form | says |\n|---|---|\n{forms}\n\n{sections}\n{_END}{after}"


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
    sys.stdout.write(with_keys(sys.stdin.read()))
