"""Holdfast turns customer-retention OKRs into bets that a company's own customer data can check."""

__version__ = "0.1.0"
