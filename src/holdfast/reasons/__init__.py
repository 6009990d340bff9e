"""Why customers leave: what they say, counted and weighed against their leaving."""
