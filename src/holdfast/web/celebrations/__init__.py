"""Celebrations: what really moved, by name, and the thanks for it."""
