"""Too few that left, none and all of them: clear errors that say what is needed."""

from __future__ import annotations

import pytest

from holdfast.errors import InputError
from holdfast.reasons.risk.refusing import LEAST_EVENTS, refuse_little


def test_nobody_left_is_an_error_that_says_so() -> None:
    with pytest.raises(InputError, match="none of 500 customers left"):
        refuse_little("here", events=0, customers=500, stayed=500)


def test_everybody_left_is_an_error_that_says_so() -> None:
    with pytest.raises(InputError, match="all 500 customers left"):
        refuse_little("here", events=500, customers=500, stayed=0)


def test_few_that_left_are_refused_with_how_long_it_takes() -> None:
    """15 in 300 days are 30 in 600: about ten months more."""
    with pytest.raises(InputError, match=r"15 of 500 customers left.*about 10 more months"):
        refuse_little("here", events=15, customers=500, stayed=485, days=300)


def test_thirty_that_left_are_enough() -> None:
    refuse_little("here", events=LEAST_EVENTS, customers=500, stayed=470)


def test_without_time_it_says_how_many_more() -> None:
    with pytest.raises(InputError, match="Bring 10 more"):
        refuse_little("here", events=20, customers=500, stayed=480)
