"""Personal data in what customers write: found, masked before a text is kept or shown, and said where not.

One module per kind of personal datum, each with `spans(text)`.
"""
