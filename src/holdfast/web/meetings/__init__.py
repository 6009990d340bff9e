"""Meetings: the quarterly review, the weekly meeting, their minutes, and what is settled and carried over."""
