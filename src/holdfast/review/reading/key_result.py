"""A key result is read into form, quantity, population, window, metric and doubts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.review.reading.clause import read_clause
from holdfast.review.reading.direction import read_direction
from holdfast.review.reading.doubts import read_doubts
from holdfast.review.reading.form import read_form
from holdfast.review.reading.language import load_language
from holdfast.review.reading.measurable import is_binary, is_measurable
from holdfast.review.reading.metric import read_metric
from holdfast.review.reading.model import KeyResultReading
from holdfast.review.reading.outcome import read_outcome
from holdfast.review.reading.population import read_population
from holdfast.review.reading.quantity import Frame, read_quantity
from holdfast.review.reading.sentence import read_sentence
from holdfast.review.reading.spans import find_spans
from holdfast.review.reading.windows import read_cadence, read_window

if TYPE_CHECKING:
    from holdfast.review.reading.clause import Clause
    from holdfast.review.reading.language import Language
    from holdfast.review.reading.model import Span
    from holdfast.review.reading.sentence import Sentence


def read_key_result(
    text: str, *, objective: str | None = None, language: Language | None = None
) -> KeyResultReading:
    """Reading of one key result.

    An empty text, or one without a word, is read as an outcome that says nothing. The time it takes grows
    with the length of the text and no faster.

    Args:
        text: The key result as written, any text.
        objective: Its objective's text; not read, since the labels judge the sentence alone.
        language: Lexicon to read with; English where None.
    """
    del objective
    sentence = read_sentence(text, language or load_language())
    clause, spans = read_clause(sentence), find_spans(sentence)
    found = read_form(sentence, clause, spans)
    return _reading(Frame(sentence, clause, spans, found.form), found.span)


def _reading(frame: Frame, form_words: Span | None) -> KeyResultReading:
    """The reading of a sentence whose form is known."""
    quantity = read_quantity(frame)
    metric, population = read_metric(frame, quantity), read_population(frame)
    if metric.metric == "nps" and quantity.kind is not None and quantity.unit is None:
        quantity = replace(quantity, unit="points")
    return KeyResultReading(
        text=frame.sentence.text,
        form=frame.form,
        measurable=is_measurable(frame, quantity),
        quantity=quantity,
        direction=read_direction(frame, quantity, metric=metric.metric),
        has_deadline=frame.spans.has("deadline"),
        population=population.name if population else None,
        outcome=read_outcome(frame),
        window=read_window(frame),
        metric=metric.metric,
        proposed_metric=metric.proposed,
        metric_confidence=metric.confidence,
        doubts=read_doubts(frame, quantity),
        form_words=form_words,
        cadence=read_cadence(frame),
        population_span=population.span if population else None,
        metric_span=metric.span,
        verb=_verb(frame.sentence, frame.clause),
        is_binary=is_binary(frame, quantity),
    )


def _verb(sentence: Sentence, clause: Clause) -> str | None:
    """The head verb in its base form with the words that belong to it: carry out."""
    if clause.head is None:
        return None
    word = sentence.words[clause.head]
    further = sentence.words[clause.head + 1 : clause.head + word.length]
    return " ".join([word.verb or word.lower, *(part.lower for part in further)])
