"""Holdouts in a workspace: plan, assign, settle and list them."""
