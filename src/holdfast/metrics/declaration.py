"""What a module of the catalogue declares: card, form, parameters and variants of one metric."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.metrics.forms.model import Form
    from holdfast.records import MetricCard

Setting = int | float | str
Value = float | str | tuple[int, ...]
"""What a setting is read as: a number, a word or name, or a list of whole numbers."""

_VARIANT = "variant"


class Declared(Protocol):
    """A parameter of a definition, of whatever kind."""

    @property
    def name(self) -> str:
        """As the user writes it."""

    @property
    def default(self) -> Setting:
        """Used where the user gives none."""

    def read(self, value: Setting) -> Value:
        """What was given, checked.

        Raises:
            InputError: It cannot be used.
        """


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that belongs to a metric's definition.

    Attributes:
        name: As the user writes it (``within_days``).
        default: Used where the user gives none.
        low: Least number allowed.
        high: Greatest number allowed.
        steps: Into how many steps one unit is cut: 60 lets hours be given to the minute.
    """

    name: str
    default: int
    low: int
    high: int
    steps: int = 1

    def read(self, value: Setting) -> float:
        """The number that was given, also as text.

        Raises:
            InputError: It is no number, out of range, or finer than the metric can count.
        """
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not (self.low <= number <= self.high and (number * self.steps).is_integer()):
            raise InputError(
                f"parameter {self.name}",
                f"{value!r} was given",
                f"a whole number from {self.low} to {self.high}"
                if self.steps == 1
                else f"a number from {self.low} to {self.high} in steps of 1/{self.steps}",
                f"Leave it out for {self.default}",
            )
        return number


@dataclass(frozen=True, slots=True)
class Text:
    """A text that belongs to a metric's definition, such as the names of events.

    Attributes:
        name: As the user writes it (``event``).
        default: Used where the user gives none; several names are parted by commas, and no name means any.
    """

    name: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """What one variant of a metric changes; what is None stays as the metric declares it.

    Attributes:
        name: One of the metric's variants.
        form: What is counted.
        card: What others must know of it, where unit or direction are others.
        texts: Texts that belong to this definition, and to that of no variant without them.
    """

    name: str
    form: Form | None = None
    card: MetricCard | None = None
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as declared: everything but the arithmetic, which belongs to its form.

    Attributes:
        card: What others must know of it.
        form: What is counted.
        parameters: What belongs to the definition and may be set.
        variants: Names of the definitions offered; the first is the default.
        source: Where the definition comes from.
        changes: What variants change that are not told apart within the form.
        texts: Texts that belong to the definition.
    """

    card: MetricCard
    form: Form
    parameters: tuple[Declared, ...] = ()
    variants: tuple[str, ...] = ("standard",)
    source: str = ""
    changes: tuple[Variant, ...] = ()
    texts: tuple[Text, ...] = ()

    def in_variant(self, name: str) -> Metric:
        """The metric with the form and the card of one of its variants."""
        change = next((change for change in self.changes if change.name == name), Variant(name))
        texts = (*self.texts, *change.texts)
        return replace(self, form=change.form or self.form, card=change.card or self.card, texts=texts)

    def as_asked(self, given: Mapping[str, Setting]) -> Metric:
        """The metric in the variant that is asked for.

        Raises:
            InputError: As for `settings`.
        """
        return self.in_variant(self.settings(given)[0])

    def settings(self, given: Mapping[str, Setting]) -> tuple[str, tuple[tuple[str, Value], ...]]:
        """The variant and every parameter with its value, defaults filled in.

        Raises:
            InputError: A name is unknown, or a value is out of range; the message has the nearest name.
        """
        texts = {text.name: text for text in self.texts}
        texts |= {text.name: text for change in self.changes for text in change.texts}
        names = [*(parameter.name for parameter in self.parameters), *texts]
        for name in given:
            if name not in (*names, _VARIANT):
                raise unknown(f"parameter of {self.card.name}", name, (*names, _VARIANT))
        variant = str(given.get(_VARIANT, self.variants[0]))
        if variant not in self.variants:
            raise unknown(f"variant of {self.card.name}", variant, self.variants)
        numbers = tuple((p.name, p.read(given.get(p.name, p.default))) for p in self.parameters)
        return variant, numbers

    def knows(self, text: str) -> bool:
        """The metric, or one of its variants, has a text of that name."""
        texts = (*self.texts, *(text for change in self.changes for text in change.texts))
        return any(known.name == text for known in texts)

    def worded(self, given: Mapping[str, Setting]) -> tuple[tuple[str, str], ...]:
        """Every text that belongs to the definition, defaults filled in."""
        return tuple((text.name, str(given.get(text.name, text.default))) for text in self.texts)


def unknown(where: str, found: str, known: Iterable[str]) -> InputError:
    """The error for a name that is not one of the known ones, with the nearest as remedy."""
    names = sorted(known)
    near = get_close_matches(found, names, n=1, cutoff=0.5)
    remedy = f"Did you mean {near[0]!r}" if near else ""
    return InputError(where, f"{found!r} is not known", "one of " + ", ".join(names), remedy)
