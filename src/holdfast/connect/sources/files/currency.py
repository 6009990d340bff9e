"""How many minor units one unit of a currency has."""

from __future__ import annotations

# ISO 4217, as of 2024: every currency that is not of two digits and is still in use.
_WITHOUT = (
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
)
_THREE_DIGITS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")


def minor_factor_sql(currency: str) -> str:
    """SQL of the factor from units to minor units, for the SQL of a currency code."""
    none = ", ".join(f"'{code}'" for code in _WITHOUT)
    three = ", ".join(f"'{code}'" for code in _THREE_DIGITS)
    code = f"UPPER({currency})"
    return f"(CASE WHEN {code} IN ({none}) THEN 1 WHEN {code} IN ({three}) THEN 1000 ELSE 100 END)"


def minor_factor(currency: str) -> int:
    """Minor units in one unit of a currency: 100, 1 or 1000."""
    code = currency.upper()
    return 1 if code in _WITHOUT else 1000 if code in _THREE_DIGITS else 100
