"""The domain: structure map against municipal plans, as numpy tables and shapely geometry.

Imports neither QGIS nor Qt. Data flows one way: tables are read (`model`), coded (`mapping`),
judged by rules (`ruleset`, `checks`) in a shared `workspace`, and end in a `ledger`.
"""
