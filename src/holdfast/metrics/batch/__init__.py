"""Many requests at once: those that read the same rows in the same way share one query."""
