"""One person of a customer: found in records and uploaded files, and erased."""
