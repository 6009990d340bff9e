"""Reasons, risk, worth and drafts as a library: plain values in, answers that show themselves out."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from holdfast.errors import InputError
from holdfast.report.notebook_text import text_notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

_WIDTH = 80
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """An answer: its record, and what the command of the same name writes of it.

    Attributes:
        record: The frozen value with every figure; its fields can be asked of the answer itself.
        text: As the command writes it.
        json: As its ``--format json`` does.
    """

    record: Any
    text: str
    json: str

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a field of the record
        """A field of the record, such as ``risk.listed``."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.record, name)

    def __repr__(self) -> str:
        first = self.text.strip().partition("\n")[0]
        return f"<{type(self.record).__name__} {first}>"

    def to_text(self) -> str:
        """As the command writes it."""
        return self.text

    def to_dict(self) -> Any:  # noqa: ANN401 - an object of JSON, or a list
        """Every figure as JSON has it, with stable keys."""
        return json.loads(self.json)

    def _repr_html_(self) -> str:
        """What a notebook shows: HTML that needs nothing else, on light and dark ground."""
        return text_notebook(self.text)


def why_customers_leave(workspace: Workspace, *, way: str = "tfidf") -> Told:
    """Why customers leave: what they write about, held against their leaving.

    Args:
        workspace: Open.
        way: ``tfidf`` or ``sentences`` (with the extra ``holdfast[text]``).

    Raises:
        InputError: The way or a file of themes cannot be used, or there is nothing to read.
        SourceError: The engine failed.
    """
    from holdfast.report.why import why_json, why_text  # noqa: PLC0415 - `import holdfast` costs nothing
    from holdfast.service.why import why_in  # noqa: PLC0415 - as above, here and below

    found = why_in(workspace, way=way)
    return _told(found, why_text, why_json)


def customers_at_risk(workspace: Workspace, **question: Any) -> Told:  # noqa: ANN401 - as below
    """Who is at risk of leaving, with chances that were held against what came of them.

    Args:
        workspace: Open.
        **question: Fields of `holdfast.service.risk.RiskQuestion`, such as ``horizon_days`` and ``length``.

    Raises:
        InputError: See `holdfast.service.risk.risk_in`.
        SourceError: The engine failed.
    """
    from holdfast.report.risk import risk_json, risk_text  # noqa: PLC0415
    from holdfast.service.risk import RiskQuestion, risk_in  # noqa: PLC0415

    found = risk_in(workspace, _asked(RiskQuestion, question))
    return _told(found, risk_text, risk_json)


def find_drivers(workspace: Workspace, **question: Any) -> Told:  # noqa: ANN401 - as below
    """Which experiences go with leaving, like for like, each with its weight.

    Args:
        workspace: Open.
        **question: Fields of `holdfast.service.drivers.DriversQuestion`, such as ``horizon_days``.

    Raises:
        InputError: See `holdfast.service.drivers.drivers_in`.
        SourceError: The engine failed.
    """
    from holdfast.report.drivers import drivers_json, drivers_text  # noqa: PLC0415
    from holdfast.service.drivers import DriversQuestion, drivers_in  # noqa: PLC0415

    found = drivers_in(workspace, _asked(DriversQuestion, question))
    return _told(found, drivers_text, drivers_json)


def survival_of(workspace: Workspace, **question: Any) -> Told:  # noqa: ANN401 - as below
    """How long customers last, by segment and cohort, and where in their life they leave.

    Args:
        workspace: Open.
        **question: ``by`` (a segment column) and ``filters``.

    Raises:
        InputError: See `holdfast.service.survival.survival_in`.
        SourceError: The engine failed.
    """
    from holdfast.report.survival import survival_json, survival_text  # noqa: PLC0415
    from holdfast.service.survival import SurvivalQuestion, survival_in  # noqa: PLC0415

    found = survival_in(workspace, _asked(SurvivalQuestion, question))
    return _told(found, survival_text, survival_json)


def worth_of_retention(workspace: Workspace, **question: Any) -> Told:  # noqa: ANN401 - as below
    """What one point of retention is worth, what an effort must keep to pay, what leaving cost.

    Args:
        workspace: Open, with subscriptions.
        **question: See `holdfast.service.worth_question.Question`; money is in minor units.

    Raises:
        InputError: See `holdfast.service.worth.worth`.
        SourceError: The engine failed.
    """
    from holdfast.report.worth import worth_json, worth_text  # noqa: PLC0415
    from holdfast.service.worth import worth  # noqa: PLC0415
    from holdfast.service.worth_question import Asked  # noqa: PLC0415

    found = worth(workspace, **_known(question, Asked))
    return Told(found, worth_text(found), worth_json(found))


def draft_okr(  # noqa: PLR0913 - one per thing that may be said
    workspace: Workspace,
    *,
    reason: str | None = None,
    lead: str | None = None,
    segment: Mapping[str, str] | None = None,
    difficulty: str = "challenging",
    period: Period | None = None,
) -> Told:
    """An OKR from a reason to leave: bound key results, baselines and targets from the data, and a guard.

    Args:
        workspace: Open.
        reason: A reason to leave, by its name; None takes the one for which most were lost.
        lead: A metric that may lead to staying; None takes the one with the best evidence.
        segment: Segment column to the value of whom the OKR is to be.
        difficulty: ``safe``, ``challenging`` or ``long shot``, as `holdfast draft --difficulty` names them.
        period: Of the cycle; the coming quarter unless given.

    Returns:
        Its ``text`` is the OKR as YAML, which `review_okr` and `freeze_okr` read.

    Raises:
        InputError: See `holdfast.service.drafting.draft_okr`; or there is no such difficulty.
        SourceError: The engine failed.
    """
    from holdfast.drafting.model import ODDS  # noqa: PLC0415
    from holdfast.report.draft import draft_json, draft_yaml  # noqa: PLC0415
    from holdfast.service import drafting  # noqa: PLC0415
    from holdfast.service.challenging import quarter_of  # noqa: PLC0415

    if difficulty not in ODDS:
        raise InputError("difficulty", repr(difficulty), f"one of {', '.join(ODDS)}", "Choose one")
    question = drafting.DraftQuestion(reason, lead, tuple((segment or {}).items()), difficulty)
    made = drafting.draft_okr(workspace, question, period=period or quarter_of(workspace), tell=_quietly)
    return Told(made, draft_yaml(made, currency=workspace.company.currency), draft_json(made))


def list_themes(workspace: Workspace) -> Told:
    """The themes that texts are told by, and how many confirmed texts teach each.

    Raises:
        InputError: A file of themes cannot be used.
        SourceError: The disk failed.
    """
    from holdfast.service.theme_files import confirmed_texts, themes_of  # noqa: PLC0415

    folder = workspace.path.parent
    themes, confirmed = themes_of(folder), confirmed_texts(folder)
    counts = {one.name: sum(one.name in text.themes for text in confirmed) for one in themes}
    lines = [f"{one.title} ({one.name}), {counts[one.name]} confirmed. {one.description}" for one in themes]
    told = [
        {"name": one.name, "title": one.title, "description": one.description, "confirmed": counts[one.name]}
        for one in themes
    ]
    return Told(themes, "\n\n".join(lines) + "\n", json.dumps(told))


def confirm_themes(workspace: Workspace, texts: Mapping[str, Sequence[str]]) -> int:
    """Say what some texts are about, which teaches the themes; they are masked before they are kept.

    Args:
        workspace: Open; the texts are added to ``confirmed_themes.jsonl`` beside its file.
        texts: Words to the names of their themes; none where they are about none.

    Returns:
        How many were kept.

    Raises:
        InputError: There is no theme of such a name.
        SourceError: The disk failed.
    """
    from holdfast.reasons.privacy.masking import mask  # noqa: PLC0415
    from holdfast.reasons.themes.confirming import Confirmed  # noqa: PLC0415
    from holdfast.service.theme_files import add_confirmed, themes_of  # noqa: PLC0415

    folder = workspace.path.parent
    known = {one.name for one in themes_of(folder)}
    for name in (one for named in texts.values() for one in named):
        if name not in known:
            raise InputError("themes", f"there is no theme {name!r}", f"one of {', '.join(sorted(known))}")
    add_confirmed(folder, [Confirmed(mask(words).text, tuple(named)) for words, named in texts.items()])
    return len(texts)


def _told(found: Found, text: Callable[..., str], as_json: Callable[[Found], str]) -> Told:
    """What was found, as its command writes it."""
    return Told(found, text(found, width=_WIDTH), as_json(found))


def _asked(kind: type[Found], question: dict[str, Any]) -> Found:
    """A question of a kind.

    Raises:
        InputError: It has no such field.
    """
    return kind(**_known(question, kind))


def _known(question: dict[str, Any], asked: type[Any]) -> dict[str, Any]:
    """The question, with every field known.

    Raises:
        InputError: One is not.
    """
    known = [one.name for one in fields(asked)]
    for name in question:
        if name not in known:
            raise InputError(name, "nothing of this name can be asked", f"one of {', '.join(known)}")
    return question


def _quietly(line: str) -> None:
    """Whoever waits sees the cell run."""
