"""The company's data: files that arrive, how they are read, the data check, and pulls that come back."""
