"""Evidence: is the bet sound before, on course during, paid after? Knows no metric, only their values."""
