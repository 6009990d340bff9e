"""Values made here behave as the standard library's frozen, slotted dataclasses do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import pytest

from holdfast import values


@values.dataclass(frozen=True, slots=True)
class Ours:
    """One of every kind of field."""

    name: str
    count: int = 3
    parts: tuple[str, ...] = field(default=())
    marks: list[str] = field(default_factory=list)
    place: int | None = field(default=None, compare=False)
    source: str = field(default="", repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """The same, made by the standard library."""

    name: str
    count: int = 3
    parts: tuple[str, ...] = field(default=())
    marks: list[str] = field(default_factory=list)
    place: int | None = field(default=None, compare=False)
    source: str = field(default="", repr=False)


@values.dataclass(frozen=True, slots=True)
class Single:
    """A value of one field, with a method of its own for what is else made."""

    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"


@values.dataclass(frozen=True, slots=True)
class Checked:
    """A value that looks at itself."""

    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(self.count)


ARGUMENTS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    (("a",), {}),
    (("a", 4, ("x",), ["m"], 7, "s"), {}),
    ((), {"name": "b", "source": "s", "place": 2}),
]
each_way = pytest.mark.parametrize(("positional", "named"), ARGUMENTS)


@each_way
def test_values_show_and_hold_the_same(positional: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, theirs = Ours(*positional, **named), Theirs(*positional, **named)

    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert [one.name for one in fields(ours)] == [one.name for one in fields(theirs)]


@each_way
def test_values_survive_copy_pickle_and_replace(positional: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours = Ours(*positional, **named)

    for again in (copy.copy(ours), copy.deepcopy(ours), pickle.loads(pickle.dumps(ours))):  # noqa: S301 - our own
        assert dataclasses.astuple(again) == dataclasses.astuple(ours)
    assert replace(ours, count=9) == Ours(**{**dataclasses.asdict(ours), "count": 9})


def test_fields_left_out_of_comparison_do_not_count() -> None:
    assert Ours("a", place=1) == Ours("a", place=2)
    assert Ours("a") != Ours("b")
    assert Ours("a") != Theirs("a")  # type: ignore[comparison-overlap]


def test_equal_values_have_one_hash_and_a_list_has_none() -> None:
    assert hash(Single("a")) == hash(Single("a"))
    assert len({Single("a"), Single("a"), Single("b")}) == 2
    with pytest.raises(TypeError):
        hash(Ours("a"))


def test_a_default_that_is_made_is_made_for_each() -> None:
    assert Ours("a").marks is not Ours("a").marks


def test_nothing_of_a_value_can_be_changed_or_added() -> None:
    value = Single("a")

    with pytest.raises(FrozenInstanceError):
        value.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del value.name
    with pytest.raises(FrozenInstanceError):
        value.other = 1  # type: ignore[attr-defined]
    assert not hasattr(value, "__dict__")


def test_methods_that_a_class_has_are_kept() -> None:
    assert repr(Single("a")) == "<a>"
    with pytest.raises(ValueError, match="-1"):
        Checked(-1)


def test_a_missing_argument_and_an_unknown_one_are_refused() -> None:
    with pytest.raises(TypeError, match="name"):
        Ours()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="nam"):
        Ours("a", nam="b")  # type: ignore[call-arg]


@values.dataclass(frozen=True, slots=True, repr=False)
class Quiet:
    """A value with another option."""

    name: str


@values.dataclass(slots=True)
class Changing:
    """No value."""

    name: str


def test_other_options_are_those_of_the_standard_library() -> None:
    changing = Changing("a")
    changing.name = "b"

    assert changing == Changing("b")
    assert "object at" in repr(Quiet("a"))
