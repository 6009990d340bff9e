"""Exports of known vendors: what their files look like, and which table each gives.

What is known of a vendor is one TOML file in `vendors`; adding a vendor is that file, a test and a line of
the docs.
"""
