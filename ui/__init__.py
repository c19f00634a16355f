"""The dock panel: its session, models and widgets. No geometry work and no SQL."""
