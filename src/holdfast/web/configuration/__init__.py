"""What a workspace decides for everybody: thresholds, gates, hours."""
