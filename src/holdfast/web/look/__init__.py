"""How pages look: the environment of the templates, filters and icons."""
