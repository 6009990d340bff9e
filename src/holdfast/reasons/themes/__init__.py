"""Which themes a text is about: by name alone at first, better with texts that somebody confirmed."""
