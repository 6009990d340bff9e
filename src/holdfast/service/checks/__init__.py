"""Checks across tables and sources: one module is one check, and no list is kept of them.

Each module has ``find(look)``, which yields findings. A check asks grouped questions in plain SQL, names no
company and no vendor, and is silent on sound data.
"""

from holdfast.service.checks.discovery import run_checks
from holdfast.service.checks.look import Look

__all__ = ["Look", "run_checks"]
