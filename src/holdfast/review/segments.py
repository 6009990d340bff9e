"""Words that show that an OKR's customers are very different: tiers, sizes of account, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.ontology import pattern

if TYPE_CHECKING:
    import re

    from holdfast.review.rule import Case


def differences(case: Case) -> tuple[str, ...]:
    """Words of the key results that name customers of one size or plan, in the order of the text.

    Whom the objective itself names, the whole OKR is about: no difference.
    """
    scope = {found[0].casefold() for found in _found(case.source.text)}
    texts = (key_result.source.text for key_result in case.key_results)
    named = {found[0].casefold(): found[0] for text in texts for found in _found(text)}
    return tuple(words for key, words in named.items() if key not in scope)


def is_segmented(text: str) -> bool:
    """The sentence is about one size or plan of customers, or one priority of their requests, only."""
    return bool(_found(text)) or any(pattern(name).search(text) for name in ("size_alone", "priority"))


def _found(text: str) -> tuple[re.Match[str], ...]:
    return (*pattern("size").finditer(text), *pattern("plan").finditer(text))
