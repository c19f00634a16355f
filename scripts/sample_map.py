"""Draws the map of a checked county: setup file, result GeoPackage, PNG to write."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import QgsApplication
from strukturbild.layers.map_image import draw_map


def main() -> None:
    """Draw and say where the files are."""
    setup, result, image = (Path(name) for name in sys.argv[1:4])
    application = QgsApplication([], False)
    application.initQgis()
    try:
        draw_map(setup, result, image)
    finally:
        application.exitQgis()
    print(result)
    print(image)


if __name__ == "__main__":
    main()
