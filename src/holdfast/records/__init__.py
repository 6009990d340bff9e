"""Frozen values that the engines hand to each other."""

from holdfast.records.data_note import DataNote
from holdfast.records.measurement import Direction, Measurement, MetricCard, Unit

__all__ = ["DataNote", "Direction", "Measurement", "MetricCard", "Unit"]
