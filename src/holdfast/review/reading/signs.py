"""Signs that look alike, each named once."""

from __future__ import annotations

EN_DASH, EM_DASH = "\u2013", "\u2014"
DASHES = (EN_DASH, EM_DASH)
APOSTROPHE = "\u2019"
MINUS = "\u2212"
HYPHENS = ("-", "\u2010", "\u2011")
