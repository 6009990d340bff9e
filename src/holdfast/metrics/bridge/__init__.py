"""What makes two variants of one metric, or two metrics of one form, differ in a period: customer by customer, with reasons in words."""

from holdfast.metrics.bridge.bridging import bridge

__all__ = ["bridge"]
