"""The catalogue: each module declares one metric, and docs/metrics has its page."""
