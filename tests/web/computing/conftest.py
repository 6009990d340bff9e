"""What jobs found of a company whose customers leave, computed once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import NOON

from holdfast.service.workspace import open_workspace
from holdfast.web.computing.asking import question_of
from holdfast.web.computing.kinds import KINDS
from holdfast.web.computing.models import Computed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

USUAL: dict[str, dict[str, str]] = {
    "risk": {},
    "drivers": {},
    "survival": {"by": "size"},
    "worth": {"by": "size"},
    "link": {"metric": "onboarding_completed", "within_days": "10"},
}


@pytest.fixture(scope="session")
def answers(leaving_folder: Path) -> dict[str, dict[str, Any]]:
    """The answer to each usual question, as a job finds it."""
    with open_workspace(leaving_folder, as_of=NOON.date()) as opened:
        return {kind: KINDS[kind].find(opened, KINDS[kind].read(given)) for kind, given in USUAL.items()}


@pytest.fixture
def known(leaving_company: Path, answers: dict[str, dict[str, Any]], db: None) -> Callable[[str], Computed]:
    """Keep the answer of a kind as if a job had found it now."""

    def keep(kind: str) -> Computed:
        content = KINDS[kind].read(USUAL[kind])
        instants = dict.fromkeys(("asked_at", "tried_at", "found_at", "looked_at"), NOON)
        return Computed.objects.create(
            kind=kind,
            question=question_of(content),
            content=content,
            answer=answers[kind],
            on=NOON.date(),
            **instants,
        )

    return keep
