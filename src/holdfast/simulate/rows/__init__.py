"""The tables, written from what happens to a cell of customers."""
