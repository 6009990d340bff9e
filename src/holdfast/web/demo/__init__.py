"""The demo: a company with people, teams, two cycles, objectives, check-ins and comments."""
