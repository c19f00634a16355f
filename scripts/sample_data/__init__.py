"""Draws the sample county: Kalmar with its 12 municipalities, made by seed, not adopted plans."""
