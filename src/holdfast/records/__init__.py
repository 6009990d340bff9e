"""Frozen values that the engines hand to each other."""

from holdfast.records.cohort_table import CohortCell, CohortRow, CohortTable
from holdfast.records.data_note import DataNote
from holdfast.records.fixed_mix import FixedMix, FixedMixRow, MixWeight
from holdfast.records.measurement import Direction, Measurement, MetricCard, Unit
from holdfast.records.panel import Panel, PanelRow

__all__ = [
    "CohortCell",
    "CohortRow",
    "CohortTable",
    "DataNote",
    "Direction",
    "FixedMix",
    "FixedMixRow",
    "Measurement",
    "MetricCard",
    "MixWeight",
    "Panel",
    "PanelRow",
    "Unit",
]
