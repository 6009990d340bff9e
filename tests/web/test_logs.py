"""Logs tell what happened, and never who, with which address, or in which words."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from holdfast.web.people.models import Person

if TYPE_CHECKING:
    import io
    from collections.abc import Callable

    from django.test import Client

    from holdfast.web.objectives.models import Objective

    from .conftest import Staff

HIDDEN = ("carol", "x.example", "walrus", "Customers stay")


def _lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_no_name_address_or_typed_text_gets_in(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, written: io.StringIO
) -> None:
    nobody, carol = as_(None), as_(staff.carol)
    nobody.post("/log-in", {"login": "carol@x.example", "password": "walrus 1"})
    nobody.post("/password/reset", {"email": "carol@x.example"})
    carol.get("/", {"team": "walrus"})
    carol.get("/no-such-page/walrus?for=carol@x.example")
    carol.post(f"/objectives/{objective.pk}/comments", {"text": "The walrus left, says carol@x.example"})
    nobody.get("/log-in", HTTP_HOST="walrus.example")
    carol.get("/api/v1/objectives", HTTP_AUTHORIZATION="Bearer walrus")

    lines = _lines(written)

    assert len(lines) >= 7
    assert [one for one in lines if any(word in json.dumps(one) for word in HIDDEN)] == []


@pytest.mark.django_db
def test_an_error_tells_its_kind_and_place_and_leaves_out_the_words_it_quotes(written: io.StringIO) -> None:
    try:
        try:
            Person.objects.get(pk=int("walrus"))
        except ValueError as error:
            raise RuntimeError("carol@x.example") from error
    except RuntimeError:
        logging.getLogger("holdfast.jobs").exception("a job broke")

    (line,) = _lines(written)

    assert line["says"] == "a job broke"
    assert "builtins.RuntimeError" in str(line["error"])
    assert "builtins.ValueError" in str(line["error"])
    assert "test_logs.py" in str(line["error"])
    assert not any(word in str(line) for word in HIDDEN)


def test_a_message_of_a_package_stays_unfilled_and_one_that_came_filled_gives_way_to_its_place(
    written: io.StringIO,
) -> None:
    package = logging.getLogger("allauth")
    package.warning("Not Found: %s", "/paste#walrus")
    package.warning("Not Found: /paste#walrus")

    unfilled, place = (str(line["says"]) for line in _lines(written))

    assert unfilled == "Not Found: %s"
    assert "test_logs.py:" in place
    assert "walrus" not in place
