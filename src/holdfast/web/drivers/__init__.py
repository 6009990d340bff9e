"""Which experiences go with leaving, and tests of their links."""
