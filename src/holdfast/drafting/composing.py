"""The OKR document of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.drafting.wording import guard_text, lead_text, objective_text, staying_text
from holdfast.okr.model import Binding, Initiative, KeyResult, Objective, OkrDocument
from holdfast.okr.write import write_okr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.drafting.leads import Lead
    from holdfast.drafting.model import Figure, Scope

ASK = "Ask 10 customers who left in the last quarter why they left, and write down what they say"
READ = "Read the last 20 texts about “{reason}”, and give each cause an owner"


def okr_text(  # noqa: PLR0913 - each is a thing of its own
    lead: Lead,
    figures: Sequence[Figure],
    scope: Scope,
    *,
    cycle: str,
    currency: str,
    reason: str | None = None,
) -> str:
    """The OKR as YAML that reads back as the same document.

    Args:
        lead: What is to lead to staying.
        figures: The one of the objective first, the lead's, then guards.
        scope: Of whom it is.
        cycle: As ``2026-Q4``.
        currency: ISO 4217 code of money.
        reason: What customers wrote about, where the OKR follows from it: it is what to read first.
    """
    first = READ.format(reason=reason) if reason else ASK
    objective = Objective(
        text=objective_text(lead, scope),
        key_results=tuple(_key_result(lead, one, scope, currency) for one in figures),
        okr_type="Team",
        cycle=cycle,
        commitment="aspirational",
        initiatives=(Initiative(first), Initiative(lead.initiative)),
    )
    return write_okr(OkrDocument("draft.yaml", (objective,)), form="yaml")


def _key_result(lead: Lead, figure: Figure, scope: Scope, currency: str) -> KeyResult:
    binding = Binding(figure.card.name, figure.settings, scope.segment)
    if figure.role == "guard":
        low, high = (figure.target, None) if figure.card.better == "up" else (None, figure.target)
        words = guard_text(figure, currency=currency)
        return KeyResult(words, kind="maintain", binding=binding, at_least=low, at_most=high)
    text = (
        staying_text(figure, scope, currency=currency)
        if figure.role == "objective"
        else lead_text(lead, figure, scope, currency=currency)
    )
    return KeyResult(text, binding=binding, baseline=figure.baseline, target=figure.target)
