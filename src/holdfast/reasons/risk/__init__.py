"""Who is at risk: chances of leaving within a horizon, from what was known at the time."""
