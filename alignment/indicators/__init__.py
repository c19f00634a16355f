"""Measures that checks share: comparison with tolerance, intervals, noise, link strength."""
