"""Which rules run: codes, beginnings of codes, names and earlier names, as users write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.review.registry import all_rules
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.review.rule import Rule

EVERY = "ALL"
_LOOK_LIKE_DIGITS = str.maketrans("OIL", "011")
_EXACT = 9
"""More than any beginning of a code is long."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Selectors of one origin, the configuration or the command line.

    Attributes:
        select: Run these instead of the default ones; None where nothing was said.
        extend_select: Run these as well.
        ignore: Leave these out.
        origin: Where they were written, for messages.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    origin: str = "the selection"

    @property
    def asked_for(self) -> tuple[str, ...]:
        """Selectors of rules that are to run."""
        return (*(self.select or ()), *self.extend_select)


NOTHING_SAID = Selection()


def choose_rules(
    command: Selection = NOTHING_SAID, settings: Selection = NOTHING_SAID, *, preview: bool = False
) -> tuple[Rule, ...]:
    """The rules that run, sorted by code; may be none.

    The command line beats the configuration: its ``select`` takes the place of the configuration's
    ``select`` and ``extend_select``, the rest is added. Among selectors of one origin the more exact one
    wins, and of two equally exact ones the one that ignores.

    Args:
        command: What the command line says.
        settings: What the configuration says.
        preview: Rules in preview run too, where a beginning of a code or nothing selects them.

    Raises:
        InputError: A selector fits no rule; the nearest codes and names are said.
    """
    for selection in (settings, command):
        for selector in (*selection.asked_for, *selection.ignore):
            check_selector(selector, where=selection.origin)
    return tuple(rule for rule in all_rules() if _runs(rule, command, settings, preview=preview))


def exactness(selector: str, rule: Rule) -> int:
    """How exactly a selector means a rule: 0 not at all, 9 by code or name, else by so many letters.

    ``ALL`` counts 1, like the letter of a family counts 2, since it says less.
    """
    code = selector.upper()
    if code == rule.code or selector.lower() in {rule.name, *rule.aliases}:
        return _EXACT
    if code == EVERY:
        return 1
    return len(code) + 1 if code and rule.code.startswith(code) else 0


def check_selector(selector: str, *, where: str) -> None:
    """Refuse a selector that fits no rule.

    Raises:
        InputError: It fits none; the nearest codes and names are said.
    """
    if any(exactness(selector, rule) for rule in all_rules()):
        return
    near = nearest_rules(selector)
    remedy = f"Did you mean {' or '.join(near)}? holdfast rules lists them all" if near else _LIST
    expected = "a code (K201), the beginning of one (K, S3), a name (activity-as-key-result) or ALL"
    raise InputError(where, f"there is no rule {selector!r}", expected, remedy)


_LIST = "holdfast rules lists them all"


def nearest_rules(selector: str) -> list[str]:
    """At most three codes and names that look most like a selector, the nearest first."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    rules = all_rules()
    code = selector[:1].upper() + selector[1:].upper().translate(_LOOK_LIKE_DIGITS)
    codes = get_close_matches(code, [rule.code for rule in rules], n=3, cutoff=0.7)
    if code in codes:
        return [code]
    names = [name for rule in rules for name in (rule.name, *rule.aliases)]
    return codes or get_close_matches(selector.lower(), names, n=3, cutoff=0.5)


def find_rule(selector: str) -> Rule:
    """The rule of a code, a name or an earlier name.

    Raises:
        InputError: There is none; the nearest ones are said.
    """
    for rule in all_rules():
        if exactness(selector, rule) == _EXACT:
            return rule
    near = nearest_rules(selector)
    remedy = f"Did you mean {' or '.join(near)}? holdfast rules lists them all" if near else _LIST
    expected = "a code such as K201, or a name such as activity-as-key-result"
    raise InputError("rule", f"there is no rule {selector!r}", expected, remedy)


def _runs(rule: Rule, command: Selection, settings: Selection, *, preview: bool) -> bool:
    asked, refused = _asked(command.asked_for, rule, preview=preview), _most(command.ignore, rule)
    refused_by_file = _most(settings.ignore, rule)
    if asked or refused:
        return asked > refused and asked >= refused_by_file
    if command.select is not None:
        return False
    asked_by_file = _asked(settings.asked_for, rule, preview=preview)
    if settings.select is None and not asked_by_file:
        return _by_default(rule, preview=preview) and not refused_by_file
    return asked_by_file > refused_by_file


def _most(selectors: Iterable[str], rule: Rule) -> int:
    return max((exactness(selector, rule) for selector in selectors), default=0)


def _asked(selectors: Iterable[str], rule: Rule, *, preview: bool) -> int:
    """As `_most`, except that only its code or name brings in a rule that does not run by default."""
    most = _most(selectors, rule)
    return most if most == _EXACT or _by_default(rule, preview=preview) else 0


def _by_default(rule: Rule, *, preview: bool) -> bool:
    return rule.by_default and (preview or rule.stage == "stable")
