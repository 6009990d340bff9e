"""Findings: what a rule says about an OKR, and the review they make up."""

from __future__ import annotations

from typing import Any, Literal

from holdfast.values import dataclass

Level = Literal["strength", "question", "nit", "suggestion", "problem"]
LEVELS: tuple[Level, ...] = ("strength", "question", "nit", "suggestion", "problem")
FailLevel = Literal["question", "nit", "suggestion", "problem", "never"]
FAIL_LEVELS: tuple[FailLevel, ...] = ("question", "nit", "suggestion", "problem", "never")
"""The weight of a finding from which a review counts as failed."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a finding is about: the whole OKR, its objective, or one key result.

    Attributes:
        part: Which of the three.
        number: The key result, from 1; None for the other two.
        objective: Which objective of the document, from 1. Rules see one objective and leave it alone.
    """

    part: Literal["okr", "objective", "key-result"]
    number: int | None = None
    objective: int = 1

    def __str__(self) -> str:
        return f"key result {self.number}" if self.part == "key-result" else self.part


@dataclass(frozen=True, slots=True)
class InitiativeForm:
    """The way out that rewords nothing: the words stay, as an initiative under another key result.

    Attributes:
        text: The words to keep as an initiative, as written.
        key_result: The statement that takes their place, with gaps in angle quotes.
    """

    text: str
    key_result: str

    def __str__(self) -> str:
        return f"Keep “{self.text}” as an initiative under the key result, with owner and date"

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form, with stable keys."""
        return {"text": self.text, "key_result": self.key_result}


@dataclass(frozen=True, slots=True)
class Finding:
    """One point of a review.

    Attributes:
        rule: Permanent code (``K201``).
        name: Readable name of the rule, reading after "allow …".
        level: How much it weighs.
        target: What it is about.
        span: Characters of the target's text, or None where it is about something missing.
        message: One sentence: what was found.
        why: One sentence: why it matters.
        rewrite: The sentence rewritten, with gaps in angle quotes where something is not known, or None.
        question: What the expert would ask the team, or None.
        alternatives: Other ways out, each a sentence one could adopt.
        evidence: Pairs of label and figure for findings that rest on data.
        initiative: How the words stay as an initiative instead of being reworded, or None.
    """

    rule: str
    name: str
    level: Level
    target: Target
    message: str
    why: str
    span: tuple[int, int] | None = None
    rewrite: str | None = None
    question: str | None = None
    alternatives: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    initiative: InitiativeForm | None = None

    @property
    def figures_told(self) -> tuple[tuple[str, str], ...]:
        """The figures that people are shown: none where the sentence is a record's, which holds them."""
        return () if any(label == "inputs" for label, _ in self.evidence) else self.evidence

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form, with stable keys."""
        return {
            "rule": self.rule,
            "name": self.name,
            "level": self.level,
            "target": {
                "objective": self.target.objective,
                "part": self.target.part,
                "number": self.target.number,
            },
            "span": None if self.span is None else list(self.span),
            "message": self.message,
            "why": self.why,
            "rewrite": self.rewrite,
            "question": self.question,
            "alternatives": list(self.alternatives),
            "evidence": dict(self.evidence),
            "initiative": None if self.initiative is None else self.initiative.to_dict(),
        }
