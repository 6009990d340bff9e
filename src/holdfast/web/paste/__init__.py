"""Paste an OKR without an account: reviewed, and stored nowhere."""
