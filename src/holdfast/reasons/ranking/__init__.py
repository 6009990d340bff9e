"""Which themes go with leaving, like for like, and how much was lost with them."""
