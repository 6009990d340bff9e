"""People, their teams and roles, and what these allow."""
