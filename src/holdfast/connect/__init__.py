"""The only network and disk: engines, sources, channels."""
