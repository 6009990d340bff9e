"""What keeping customers is worth, and what an effort to keep them may cost."""
