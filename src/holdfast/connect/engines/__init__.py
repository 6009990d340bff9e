"""Databases that answer the metrics engine."""
