"""Tokens: what a program logs in with."""
