"""Live what-if: a plan is edited, and the checks that the edit touches answer at once."""

from .delta import LiveDelta, LiveFinding, delta_of
from .edits import Edit
from .engine import LiveEngine
from .result import LiveResult

__all__ = ["Edit", "LiveDelta", "LiveEngine", "LiveFinding", "LiveResult", "delta_of"]
