"""A company's data as one brings them without a terminal: proposals, samples, the workspace file."""
