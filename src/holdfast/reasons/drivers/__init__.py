"""Drivers: experiences that go with leaving. A driver is a question, and a link or a holdout answers it."""
