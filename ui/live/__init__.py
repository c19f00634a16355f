"""Live what-if in the panel: follow the editing of a plan layer and show what it changes."""

from .live_bar import LiveBar
from .live_check import LiveCheck, LiveState

__all__ = ["LiveBar", "LiveCheck", "LiveState"]
