"""A workspace's own metrics: from a definition in three parts to a declaration as the catalogue has."""
