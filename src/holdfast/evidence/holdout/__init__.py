"""Holdouts: some are left alone by lot, so that what was done for the others can be told from chance."""
