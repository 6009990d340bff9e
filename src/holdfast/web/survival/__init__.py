"""How long customers last, and where in their life they leave."""
