"""What makes two variants of a metric, or two metrics of a form, differ: by customer, in words."""

from holdfast.metrics.bridge.bridging import bridge

__all__ = ["bridge"]
