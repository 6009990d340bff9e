"""Notices: reminders, digests, mentions and hand-overs, by mail and chat, each once."""
