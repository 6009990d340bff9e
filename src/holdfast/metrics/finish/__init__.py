"""Turns counts into values: the one place where something is divided, the same for every engine."""
