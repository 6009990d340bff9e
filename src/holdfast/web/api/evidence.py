"""Evidence: what the checks found of an objective, and the bet as it was frozen."""

from __future__ import annotations

import json
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router

from holdfast.web.api.logging_in import Bearer, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.evidence import FoundAnswer, FrozenAnswer
from holdfast.web.api.schemas.plain import Id
from holdfast.web.evidence.models import FrozenBet
from holdfast.web.evidence.queries import latest_of, told_to
from holdfast.web.objectives.access import objective_for

router = Router(tags=["evidence"])
READ = Bearer("read")
Pk = Annotated[Id, Path()]


@router.get("/objectives/{pk}/evidence", auth=READ, response={200: list[FoundAnswer], **PROBLEMS})
def read_evidence(request: HttpRequest, pk: Pk) -> list[FoundAnswer]:
    """What the checks found of an objective and its key results: of each check the latest.

    `named`, the sentences that name customers, is empty for those who only read.
    """
    person = caller(request)
    row = objective_for(person, pk)
    return [
        FoundAnswer(
            key_result=one.key_result_id, check=one.check_name, on=one.on, record=told_to(person, one)
        )
        for one in latest_of(row.pk)
    ]


@router.get("/objectives/{pk}/bet", auth=READ, response={200: FrozenAnswer, **PROBLEMS})
def read_bet(request: HttpRequest, pk: Pk) -> FrozenAnswer:
    """The objective as it was frozen when it became a bet; 404 where it is none."""
    row = objective_for(caller(request), pk)
    found = FrozenBet.objects.filter(objective=row).first()
    if found is None:
        raise Http404
    return FrozenAnswer(
        objective=row.pk, on=found.on, digest=found.digest, content=json.loads(found.content)["bet"]
    )
