"""Check-ins: what an owner says of a key result."""
