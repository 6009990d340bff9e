"""What a sentence says: the reading of a key result and of an objective. Rules look at nothing else."""

from __future__ import annotations

from typing import Any, Literal

from holdfast.values import dataclass

Form = Literal["outcome", "output", "activity"]
QuantityKind = Literal["absolute_target", "from_to", "relative_change", "delta_absolute", "count", "ratio"]
Direction = Literal["up", "down", "maintain"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quantity:
    """The numbers of a key result, as the label guide of the benchmark defines them.

    Attributes:
        kind: None where the sentence holds no quantity.
        baseline: Start value in `unit`, or None.
        target: Target value in `unit` (95 for 95 %), size of the change for changes, or None.
        unit: ``%``, ``points``, ``hours``, a currency sign, or the thing counted.
        span: Characters of the sentence that hold it, or None.
    """

    kind: QuantityKind | None = None
    baseline: float | None = None
    target: float | None = None
    unit: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A time limit counted from an anchor: within 5 days of signing."""

    value: float
    unit: str
    anchor: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that can be read two ways, where they stand, and why."""

    words: str
    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class KeyResultReading:
    """How a key result was understood.

    Attributes:
        text: The sentence as read.
        form: ``activity`` (a "do"), ``output`` (a deliverable) or ``outcome``.
        form_words: Span of the words the form rests on, or None.
        measurable: Two people would agree whether it was met.
        direction: Where the metric shall go; None for a "do" or a deliverable.
        has_deadline: The text says by when.
        cadence: ``monthly`` and the like, or None.
        population: A named subset of customers, or None.
        population_span: Where it stands.
        outcome: What happens to them, in few words.
        metric: Coarse metric name (``nps``, ``other``), or None when nothing is measured.
        metric_span: Words the metric rests on.
        proposed_metric: Catalogue name, or None.
        metric_confidence: Share in 0..1.
        verb: First verb of the sentence in its base form, or None.
        is_binary: Done or not done, no partial progress.
    """

    text: str
    form: Form
    measurable: bool
    quantity: Quantity
    direction: Direction | None
    has_deadline: bool
    population: str | None
    outcome: str | None
    window: Window | None
    metric: str | None
    proposed_metric: str | None
    metric_confidence: float
    doubts: tuple[Doubt, ...] = ()
    form_words: Span | None = None
    cadence: str | None = None
    population_span: Span | None = None
    metric_span: Span | None = None
    verb: str | None = None
    is_binary: bool = False

    @property
    def has_words(self) -> bool:
        """The sentence says something besides numbers and signs."""
        return any(letter.isalpha() for letter in self.text)

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form, with stable keys."""
        quantity, window = self.quantity, self.window
        return {
            "text": self.text,
            "kind": "key-result",
            "form": self.form,
            "measurable": self.measurable,
            "quantity": {
                "kind": quantity.kind,
                "baseline": quantity.baseline,
                "target": quantity.target,
                "unit": quantity.unit,
            },
            "direction": self.direction,
            "deadline": self.has_deadline,
            "population": self.population,
            "outcome": self.outcome,
            "window": None if window is None else {"value": window.value, "unit": window.unit},
            "metric": self.metric,
            "proposed_metric": self.proposed_metric,
            "metric_confidence": self.metric_confidence,
            "doubts": [{"words": d.words, "span": list(d.span), "why": d.why} for d in self.doubts],
        }


@dataclass(frozen=True, slots=True)
class ObjectiveReading:
    """How an objective was understood.

    Attributes:
        text: The sentence as read.
        has_number: It holds a target quantity (not a year, rank or segment size).
        is_key_result_or_task: A metric target, a deliverable or a to-do in place of a goal.
        concepts: What it is about (``retention``, ``engagement``), in the order of the text.
        concept_spans: Where each concept's words stand, in the same order.
        scope: The population it names, or None.
        scope_span: Where the scope stands.
        number_span: Where the number stands.
        means: Words that name a means ("to improve …", "by …") beside the end, or None.
    """

    text: str
    has_number: bool
    is_key_result_or_task: bool
    concepts: tuple[str, ...]
    scope: str | None
    concept_spans: tuple[Span, ...] = ()
    scope_span: Span | None = None
    number_span: Span | None = None
    means: Span | None = None

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form, with stable keys."""
        return {
            "text": self.text,
            "kind": "objective",
            "has_number": self.has_number,
            "is_key_result_or_task": self.is_key_result_or_task,
            "concepts": list(self.concepts),
            "scope": self.scope,
        }
