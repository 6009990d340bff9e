"""Changes of the tables of this noun."""
