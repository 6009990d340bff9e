"""The ladder of attribution below the lot: staggered rollout, comparable segments, before and after."""
