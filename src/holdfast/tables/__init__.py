"""The contract of the canonical tables, as frozen values without any heavy import."""

from holdfast.tables.contract import SCORE_RANGES, TABLES
from holdfast.tables.model import CheckFinding, Column, Example, LogicalType, Order, Table

__all__ = ["SCORE_RANGES", "TABLES", "CheckFinding", "Column", "Example", "LogicalType", "Order", "Table"]
