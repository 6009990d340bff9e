"""Values out as text, JSON and HTML; each form is a module of its own, so that text loads no chart."""
