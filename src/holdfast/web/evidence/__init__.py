"""Evidence: frozen bets, how they stand, and what is known of their links."""
