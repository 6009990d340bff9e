"""The forms of metrics: one module per kind, frozen values without any SQL."""
