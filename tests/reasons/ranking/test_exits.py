"""Reasons given on leaving, beside what had been written before."""

from __future__ import annotations

from holdfast.reasons.ranking.exits import Exit, exit_reasons

TITLES = ["Slow start", "Price"]


def test_spellings_of_one_reason_are_one_and_words_without_a_reason_join_it() -> None:
    given: list[str | None] = [*["slow start"] * 3, "Slow  start", "price", None]
    exits = [Exit(place, 700, reason, themes=()) for place, reason in enumerate(given)]
    exits += [Exit(9, 700, None, themes=(0,))]

    found = exit_reasons(exits, {(9, 0): [650]}, TITLES)

    assert [(one.reason, one.leavers) for one in found] == [
        ("slow start", 5),
        ("(no reason from the list)", 1),
        ("price", 1),
    ]
    assert found[0].themes == ("Slow start",)


def test_what_was_written_long_before_or_on_the_day_itself_is_not_before() -> None:
    exits = [Exit(place, 700, "price", themes=(1,)) for place in range(3)]

    [found] = exit_reasons(exits, {(0, 1): [650], (1, 1): [700], (2, 1): [300]}, TITLES)

    assert (found.leavers, found.wrote_before) == (3, 1)
