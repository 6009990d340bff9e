"""The best SQL that we can write by hand, over the tables, months and zone of the text that Holdfast emits.

Each returns what the metric's value, range, maturity and details need, and nothing else. What is left
out differs from one of these by their conditions only, or has no rows in the simulated company.
"""

from benchmarks.metrics.by_hand import engagements, events, orders, spans, surveys, tickets

QUERIES = {
    **surveys.QUERIES,
    **tickets.QUERIES,
    **engagements.QUERIES,
    **orders.QUERIES,
    **spans.QUERIES,
    **events.QUERIES,
}
