"""Turns a plan into the text of one query that returns integer counts.

Every query has the columns ``part, period, segment_1 …, x, y, n``: which count it is, the position of the
period, the segment, two whole numbers whose meaning belongs to the form, and how many. Nothing is divided
in SQL, and no text is sorted there.
"""
