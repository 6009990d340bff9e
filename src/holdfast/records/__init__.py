"""Frozen values that the engines hand to each other."""

from holdfast.records.measurement import Direction, Measurement, MetricCard, Unit

__all__ = ["Direction", "Measurement", "MetricCard", "Unit"]
