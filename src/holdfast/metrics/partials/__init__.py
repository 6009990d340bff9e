"""Partial aggregates: counts per day and segment that are kept, so that a refresh reads only what is new."""
