"""The named companies: one module each, a composition of causes whose truth calls for a certain verdict."""
