"""Writes styles/*.qml from their definitions; with --check, says whether they are up to date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "build" / "plugins"), str(ROOT / "scripts")]

from qgis.core import QgsApplication, QgsVectorLayer  # noqa: E402
from strukturbild.alignment.mapping import labels  # noqa: E402
from styling.definitions import STYLES  # noqa: E402
from styling.parts import qml  # noqa: E402


def styles() -> dict[str, str]:
    """File name -> QML of every style."""
    names = labels(ROOT / "resources")
    made = {}
    for name, (geometry, make) in STYLES.items():
        layer = QgsVectorLayer(f"{geometry}?crs=EPSG:3006", name, "memory")
        make(layer, names)
        made[f"{name}.qml"] = qml(layer)
    return made


def main() -> int:
    """Write the styles, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    application = QgsApplication([], False)
    application.initQgis()
    try:
        made = styles()
    finally:
        application.exitQgis()
    folder = ROOT / "styles"
    stale = [
        name
        for name, text in made.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]
    for name in stale:
        if check:
            print(f"stale: styles/{name} (run scripts/make-styles)")
        else:
            (folder / name).write_text(made[name], encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
