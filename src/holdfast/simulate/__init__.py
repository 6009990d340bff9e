"""The simulator: companies whose every truth is known, as the canonical tables."""

from __future__ import annotations

from holdfast.simulate.causes import Causes
from holdfast.simulate.chunk import Chunk
from holdfast.simulate.companies import companies, named, simulate_company
from holdfast.simulate.company import Company
from holdfast.simulate.outcomes import QUESTIONS, PotentialOutcomes, Question
from holdfast.simulate.setting import Setting
from holdfast.simulate.told import calls_for, told

__all__ = [
    "QUESTIONS",
    "Causes",
    "Chunk",
    "Company",
    "PotentialOutcomes",
    "Question",
    "Setting",
    "calls_for",
    "companies",
    "named",
    "simulate_company",
    "told",
]
