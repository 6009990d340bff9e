"""Since when, whether it grows, and where most."""

from __future__ import annotations

import numpy as np

from holdfast.reasons.ranking.course import course, most_in
from holdfast.reasons.ranking.model import Lives


def lives(count: int = 400) -> Lives:
    size = np.array(["small", "large"] * (count // 2))
    return Lives(np.zeros(count, dtype=np.int64), np.full(count, np.nan), np.ones(count), {"size": size}, 720)


def test_a_theme_that_begins_late_has_a_day_since_when() -> None:
    day = np.array([300, 500, 505, 510, 600])

    assert course(lives(), np.arange(5), day, begin=0).since == 500
    assert course(lives(), np.arange(5), day - 495, begin=0).since is None


def test_a_theme_grows_where_more_customers_write_about_it_than_before() -> None:
    before, now = np.arange(10), np.arange(60)
    customer, day = np.concatenate([before, now]), np.concatenate([np.full(10, 560), np.full(60, 660)])

    grown = course(lives(), customer, day, begin=0)

    assert (grown.trend, grown.before, grown.now) == ("growing", 10 / 400, 60 / 400)
    assert course(lives(), before, np.full(10, 660), begin=0).trend == "growing"
    assert course(lives(), before[:4], np.full(4, 660), begin=0).trend == "too few"


def test_customers_who_left_before_do_not_count_as_there() -> None:
    some = lives()
    left = np.where(np.arange(400) < 200, 100.0, np.nan)

    gone = course(Lives(some.began, left, some.paid, {}, 720), np.arange(300, 320), np.full(20, 700), begin=0)

    assert gone.now == 20 / 200


def test_the_segment_that_writes_most_is_named_and_none_where_all_write_alike() -> None:
    everyone = np.ones(400, dtype=np.bool_)
    small = np.arange(400) % 2 == 0

    most = most_in(lives(), small & (np.arange(400) < 200), everyone)

    assert most is not None
    assert (most.name, most.share, most.others) == ("size: small", 0.5, 0.0)
    assert most_in(lives(), np.arange(400) < 100, everyone) is None
