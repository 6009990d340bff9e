"""Draft and review: writing objectives, with what an expert would say beside the words."""
