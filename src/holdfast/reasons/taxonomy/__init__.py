"""What customers write about, by name: a starter, and a company's own list."""
