"""Cycles: the quarters in which objectives are pursued."""
