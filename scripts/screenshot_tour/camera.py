"""Takes pictures of the screen: the whole of it, or what some widgets take up."""

from __future__ import annotations

import subprocess
from pathlib import Path

from qgis.PyQt.QtCore import QPoint, QRect
from qgis.PyQt.QtWidgets import QWidget

COLOURS = 256
LARGEST = 250_000  # bytes
FEWER = (128, 64, 32)


class Camera:
    """Writes PNGs with a palette, as small as they have to be."""

    def __init__(self, folder: Path, readme_folder: Path) -> None:
        self.folder, self.readme_folder = folder, readme_folder

    def take(self, name: str, *widgets: QWidget, for_readme: bool = False) -> None:
        """A picture of what the widgets take up on the screen; of the whole screen without any."""
        folder = self.readme_folder if for_readme else self.folder
        path = folder / f"{name}.png"
        for colours in (COLOURS, *FEWER):
            self._write(path, widgets, colours)
            if path.stat().st_size <= LARGEST:
                return

    def _write(self, path: Path, widgets: tuple[QWidget, ...], colours: int) -> None:
        command = ["import", "-window", "root"]
        if widgets:
            box = _place(widgets[0])
            for widget in widgets[1:]:
                box = box.united(_place(widget))
            box = box.intersected(widgets[0].screen().geometry())
            ratio = widgets[0].devicePixelRatioF()
            sizes = (box.width(), box.height(), box.x(), box.y())
            crop = "{}x{}+{}+{}".format(*(round(size * ratio) for size in sizes))
            command += ["-crop", crop, "+repage"]
        command += ["-strip", "-dither", "None", "-colors", str(colours)]
        command += ["-define", "png:compression-level=9", "-define", "png:exclude-chunks=date,time"]
        subprocess.run([*command, f"PNG8:{path}"], check=True, timeout=30)


def _place(widget: QWidget) -> QRect:
    if widget.isWindow():
        return QRect(widget.frameGeometry())
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
