"""Expressions of the user over one table: read strictly, checked for types, frozen, and without SQL."""
