"""One person of a customer: what is known of them, exported and erased."""
