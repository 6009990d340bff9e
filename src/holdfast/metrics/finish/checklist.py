"""A checklist is finished as every share within a window is."""

from holdfast.metrics.finish.windowed import finish

__all__ = ["finish"]
