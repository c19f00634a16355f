"""What a scene waits for: seconds, or a question that is asked until the answer is yes."""

from __future__ import annotations

from typing import Any, Callable, Iterator, Union

from qgis.core import QgsApplication
from qgis.utils import iface, plugins

Wait = Union[float, Callable[[], bool]]


def dock() -> Any:
    """The panel."""
    return plugins["strukturbild"].dock


def run_ended() -> bool:
    """Whether no check is under way."""
    return not dock().session.running.active


def map_drawn() -> bool:
    """Whether the map is drawn and no task works in the background."""
    return not iface.mapCanvas().isDrawing() and not QgsApplication.taskManager().activeTasks()


def settled(flash: float = 0.0) -> Iterator[Wait]:
    """Until the map is drawn and the window has laid itself out; `flash` more seconds."""
    yield 0.4 + flash
    yield map_drawn
    yield 0.3
