"""What customers wrote, in their own words: without markup, quotes, signatures, agents and repeats."""
