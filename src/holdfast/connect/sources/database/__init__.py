"""Tables of a company's own database as canonical tables, read where they are."""
