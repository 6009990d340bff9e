"""The leavers' test: which reasons no key result touches, and for whom all would have been green."""
