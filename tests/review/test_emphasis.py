"""Bold, italic and code in a statement are marks: they are no words, and rewrites do without them."""

from __future__ import annotations

import pytest

from holdfast.review.emphasis import unmarked
from holdfast.review.run import review_okr


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Improve **customer satisfaction** of new tenants", "Improve customer satisfaction of new tenants"),
        ("Hold `monthly` calls with _all_ tenants", "Hold monthly calls with all tenants"),
        ("***Visits*** from *4* to ~~6~~ 7", "Visits from 4 to 6 7"),
        ("**Answers within *two* hours** from 40% to 60%", "Answers within two hours from 40% to 60%"),
        ("Users of first_party_data * 2 from 5 * 3 to 20", "Users of first_party_data * 2 from 5 * 3 to 20"),
        ("Rating of 4* hotels from 3* to 4*", "Rating of 4* hotels from 3* to 4*"),
    ],
)
def test_pairs_of_marks_go_and_lone_signs_stay(written: str, read: str) -> None:
    assert unmarked(written) == read


def test_a_rewrite_holds_no_marks_and_keeps_what_was_said() -> None:
    text = "Objective: Tenants stay\n\n- Hold `monthly` calls with **all tenants of two flats** in *spring*\n"

    rewrites = [one.rewrite for one in review_okr(text).findings if one.rule == "K201"]

    assert rewrites
    assert not any(sign in str(rewrite) for rewrite in rewrites for sign in "*`")


def test_a_finding_marks_the_words_as_they_were_written() -> None:
    written = "**Schedule** calls with *engaged* tenants from 10 to 20"
    review = review_okr(f"Objective: Tenants stay\n\n- {written}\n")

    spans = {one.rule: one.span for one in review.findings if one.target.part == "key-result" and one.span}

    assert written[slice(*spans["K201"])] == "Schedule"
    assert review.objectives[0].case.key_results[0].source.text == written


def test_marks_change_nothing_in_what_is_found() -> None:
    plain = (
        "Objective: Tenants stay\n\n- Share of tenants that renew from 61% to 70%\n- Launch a tenants' app\n"
    )
    marked = plain.replace("from 61% to 70%", "from **61%** to **70%**").replace("Launch", "_Launch_")

    found = [[(one.rule, one.level, one.rewrite) for one in review_okr(t).findings] for t in (plain, marked)]

    assert found[0] == found[1]
