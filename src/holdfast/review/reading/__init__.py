"""The reading of sentences: what a key result and an objective say, before any rule looks at them."""

from holdfast.review.reading.key_result import read_key_result
from holdfast.review.reading.model import KeyResultReading, ObjectiveReading
from holdfast.review.reading.objective import read_objective

__all__ = ["KeyResultReading", "ObjectiveReading", "read_key_result", "read_objective"]
