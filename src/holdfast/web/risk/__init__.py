"""Who is at risk: the list, its receipt, and how far its chances can be trusted."""
