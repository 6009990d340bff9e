"""Holdouts: experiments with customers who are left alone by lot, as pages and programs see them."""
