"""The contract of the canonical tables, as frozen values without any heavy import."""

from holdfast.tables.check_report import CheckReport, TableSummary
from holdfast.tables.contract import SCORE_RANGES, TABLES
from holdfast.tables.model import CheckFinding, Column, Example, LogicalType, Order, Table

__all__ = [
    "SCORE_RANGES",
    "TABLES",
    "CheckFinding",
    "CheckReport",
    "Column",
    "Example",
    "LogicalType",
    "Order",
    "Table",
    "TableSummary",
]
