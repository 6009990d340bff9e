"""The audit log: who did what, when, and from where. Entries are added and never changed."""
