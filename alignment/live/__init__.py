"""Live what-if: a plan is edited, and the checks that the edit touches answer at once."""

from .edits import Edit
from .engine import LiveEngine
from .result import LiveResult

__all__ = ["Edit", "LiveEngine", "LiveResult"]
