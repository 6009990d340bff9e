"""How an installation is: what it lacks, and figures for whatever watches it."""
