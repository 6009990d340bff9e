"""What the API takes and answers, noun by noun."""
