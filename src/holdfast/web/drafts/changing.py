"""What the buttons of the editor do to its form; the objective itself changes when it is saved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.web.drafts.binding import ask_for_series
from holdfast.web.drafts.content import (
    INITIATIVE,
    MOST_ROWS,
    RESULT,
    Content,
    add_initiative,
    add_result,
    first,
    move_up,
    remove_row,
    rows,
)
from holdfast.web.drafts.desk import OBJECTIVE, desk
from holdfast.web.drafts.editor import MOST_DIGITS
from holdfast.web.drafts.forms import scale_of
from holdfast.web.drafts.importing import with_numbers
from holdfast.web.drafts.queries import histories
from holdfast.web.drafts.targets import chosen_target, figure_in_words, with_target
from holdfast.web.measurements.models import Series
from holdfast.web.objectives.actions import dismiss_finding, take_back_dismissal
from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult
from holdfast.web.reviews.ways import find_way, name_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import QueryDict

    from holdfast.web.audit.actions import Actor
    from holdfast.web.drafts.desk import Desk
    from holdfast.web.objectives.models import Objective


def changed(  # noqa: PLR0913 - who, what, and what else was typed
    actor: Actor, row: Objective, content: Content, act: str, *, sent: QueryDict, today: date
) -> str:
    """Change the form as a button says; returns the part of the address that leads back to the place.

    Raises:
        InputError: It cannot be done; the form stays as it is.
        SourceError: The data do not answer.
    """
    name, _, about = act.partition(":")
    if name in _OF_ROWS:
        return _OF_ROWS[name](content, about)
    if name == "bind":
        return _bind(actor, content, about, sent)
    if name == "take-back":
        take_back_dismissal(actor, row.pk, int(about) if about.isdecimal() else 0)
        return "#dismissed"
    if name not in {"way", "dismiss"} or actor.person is None:
        return ""
    found = desk(actor.person, row, content, today=today)
    return _way(content, found, about) if name == "way" else _dismiss(actor, row, found, about, sent)


def _add_result(content: Content, _about: str) -> str:
    _refuse_many(content)
    return f"#kr-{add_result(content, StatedKeyResult(''))}"


def _add_initiative(content: Content, about: str) -> str:
    _refuse_many(content)
    return f"#in-{add_initiative(content, StatedInitiative(''), under=about if about.isdecimal() else '')}"


def _remove_result(content: Content, about: str) -> str:
    remove_row(content, RESULT, about)
    return "#results"


def _remove_initiative(content: Content, about: str) -> str:
    remove_row(content, INITIATIVE, about)
    return "#initiatives"


def _move_up(content: Content, about: str) -> str:
    move_up(content, about)
    return f"#kr-{about}" if about.isdecimal() else ""


def _measure(_content: Content, about: str) -> str:
    return f"?measure={about}{_place(about)}" if _place(about) else ""


def _unbind(content: Content, about: str) -> str:
    content["series" if about == OBJECTIVE else f"{RESULT}-{about}-series"] = [""]
    return _place(about)


def _place(about: str) -> str:
    """The part of an address that leads to a key result, or to the objective; empty for neither."""
    if about == OBJECTIVE:
        return "#objective"
    return f"#kr-{about}" if about.isdecimal() else ""


def _use_baseline(content: Content, about: str) -> str:
    """The latest final value of its metric becomes the baseline."""
    series = _series(content, about)
    latest = histories([series])[series.pk].latest if series else None
    if series is None or latest is None or latest.value is None:
        raise InputError("The baseline", "there is no final value yet", "", "Wait until it is measured")
    content[f"{RESULT}-{about}-baseline"] = [f"{latest.value * scale_of(series.unit):.6g}"]
    return f"#kr-{about}"


def _use_target(content: Content, about: str) -> str:
    """A target that the data propose takes the place of the one in the form and in the sentence."""
    row, _, sent = about.partition(":")
    series = _series(content, row)
    unit = series.unit if series else first(content, f"{RESULT}-{row}-unit") or "count"
    try:
        target = float(sent)
    except ValueError:
        target = math.nan
    if row not in rows(content, RESULT) or not math.isfinite(target):
        raise InputError("The target", "it is not there any more", "", "Choose again")
    latest = histories([series])[series.pk].latest if series else None
    now = None if latest is None or latest.value is None else chosen_target(latest.value, unit)
    text = with_target(
        first(content, f"{RESULT}-{row}-text"),
        figure_in_words(target, unit),
        now=None if now is None else figure_in_words(now, unit),
        objective=first(content, "text"),
    )
    content[f"{RESULT}-{row}-text"] = [text]
    content[f"{RESULT}-{row}-target"] = [f"{target * scale_of(unit):.10g}"]
    content[f"{RESULT}-{row}-unit"] = [unit]
    return f"#kr-{row}"


def _series(content: Content, row: str) -> Series | None:
    pk = first(content, f"{RESULT}-{row}-series")
    return Series.objects.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < MOST_DIGITS else None


_OF_ROWS: dict[str, Callable[[Content, str], str]] = {
    "add-key-result": _add_result,
    "add-initiative": _add_initiative,
    "remove-key-result": _remove_result,
    "remove-initiative": _remove_initiative,
    "up": _move_up,
    "measure": _measure,
    "unbind": _unbind,
    "use-baseline": _use_baseline,
    "use-target": _use_target,
}


def _bind(actor: Actor, content: Content, about: str, sent: QueryDict) -> str:
    if about not in {OBJECTIVE, *rows(content, RESULT)}:
        raise InputError("The key result", "it is not there any more", "", "Choose again")
    days = sent.get("metric-days", "").strip()
    if days and not days.isdecimal():
        raise InputError("The window", repr(days[:20]), "whole days, such as 30", "Correct it")
    segment = (sent.get("metric-column", "").strip(), sent.get("metric-value", "").strip())
    series = ask_for_series(
        actor, sent.get("metric", ""), within_days=int(days) if days else None, segment=segment
    )
    if about == OBJECTIVE:
        content["series"] = [str(series.pk)]
        return "#objective"
    content[f"{RESULT}-{about}-series"] = [str(series.pk)]
    content[f"{RESULT}-{about}-unit"] = [series.unit]
    return f"#kr-{about}"


def _way(content: Content, found: Desk, about: str) -> str:
    finding, way = find_way(found.review.findings if found.review else (), about)
    if way.kind == "key result":
        _refuse_many(content)
        made = with_numbers(StatedKeyResult(way.words), way.words, objective=found.editor.stated.text)
        return f"#kr-{add_result(content, made)}"
    if finding.target.number is None:
        content["text"] = [way.words]
        return "#objective"
    row = list(found.beside)[finding.target.number - 1]
    content[f"{RESULT}-{row}-text"] = [way.words]
    if way.initiative is not None:
        add_initiative(content, StatedInitiative(way.initiative), under=row)
    return f"#kr-{row}"


def _dismiss(actor: Actor, row: Objective, found: Desk, about: str, sent: QueryDict) -> str:
    findings = found.review.findings if found.review else ()
    finding = next((one for one in findings if name_of(one) == about), None)
    if finding is None:
        raise InputError("The finding", "it is not there any more", "", "Nothing is left to do")
    if finding.rule in found.gates:
        raise InputError("The finding", f"{finding.rule} is a gate", "words that pass it", "Mend the words")
    dismiss_finding(
        actor, row.pk, finding.rule, found.words_of(finding), reason=sent.get(f"reason:{about}", "")
    )
    return f"#kr-{list(found.beside)[finding.target.number - 1]}" if finding.target.number else "#objective"


def _refuse_many(content: Content) -> None:
    if max(len(rows(content, RESULT)), len(rows(content, INITIATIVE))) >= MOST_ROWS:
        raise InputError("The form", f"it has {MOST_ROWS} rows", "fewer", "Take some out first")
