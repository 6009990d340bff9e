"""What a person owes: one list of everything that waits for them."""
