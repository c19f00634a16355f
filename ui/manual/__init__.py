"""Findings drawn by hand: the map tool, the small form, and their way into the store."""
