"""Reviews as pages show them: the outline of the reports, with a way to act on each finding."""
