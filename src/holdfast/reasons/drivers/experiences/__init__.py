"""One module per experience: what it reads, who had it, and what would test it."""
