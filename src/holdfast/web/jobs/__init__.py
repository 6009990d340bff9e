"""Background work: what runs, when, and what becomes of it when its worker dies."""
