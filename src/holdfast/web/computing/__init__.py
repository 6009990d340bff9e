"""What jobs compute of the company's data, kept by what was asked: no page waits for it."""
