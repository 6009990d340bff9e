"""Measurements: every value that was ever shown, with all that is needed to judge it."""
