"""Where in their life customers leave: survival by segment and cohort, hazards, renewals, equal age."""
