"""Objectives, key results and initiatives."""
