"""A text of a customer, as it comes and as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

Source = Literal["ticket", "survey", "leaving"]


@dataclass(frozen=True, slots=True)
class RawText:
    """A row of a table with words in it.

    Attributes:
        source: Which kind of row.
        customer_id: The account.
        person_id: Who wrote; None where it is not known.
        day: Local day it was written on, as an ordinal.
        words: As they stand in the table; None where there are none.
        score: Of the survey answer, or None.
    """

    source: Source
    customer_id: str
    person_id: str | None
    day: int
    words: str | None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """The same, cleaned and masked.

    Attributes:
        source: Which kind of row.
        customer_id: The account.
        person_id: Who wrote; None where it is not known.
        day: Local day it was written on, as an ordinal.
        words: The customer's own, at most 5,000 characters, personal data masked.
        language: ISO 639-1 code, or ``und`` where it cannot be told.
        score: Of the survey answer, or None.
    """

    source: Source
    customer_id: str
    person_id: str | None
    day: int
    words: str
    language: str
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a company's texts.

    Attributes:
        texts: In the order they came, each complaint once per customer.
        rows: How many rows there were.
        empty: Rows without words, or with nothing but a dot or a filler.
        repeated: Rows that say again what the same customer had said.
        cut: Texts that were longer than is read.
        agents: Texts of which an agent's part was left out.
        languages: Language to count of texts, the commonest first.
        masked: Kind of personal datum to how many were masked.
        left: What may still be personal, to how many texts.
        most_by_one: Rows of the customer who wrote most.
    """

    texts: tuple[Text, ...]
    rows: int
    empty: int
    repeated: int
    cut: int
    agents: int
    languages: Mapping[str, int]
    masked: Mapping[str, int]
    left: Mapping[str, int]
    most_by_one: int
