"""Metrics: what can be measured with the data, what is missing for the others, and one page for each."""
