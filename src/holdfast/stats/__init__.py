"""Pure numerics: each module one method, anchored to published numbers."""
