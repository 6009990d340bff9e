"""One module per family of features: what it reads, from when that is known, and how it is told in words."""
