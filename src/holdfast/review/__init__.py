"""What an expert would say about an OKR: the reading of its sentences, the rules, the review."""
