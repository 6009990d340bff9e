"""Alignment: which objective supports which, as a tree and as a map."""
