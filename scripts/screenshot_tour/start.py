"""What QGIS runs at its start for scripts/screenshots: finds the tour and sets out."""

import os
import sys

from qgis.PyQt.QtCore import QTimer

sys.path.insert(0, os.environ["STRUKTURBILD_TOUR"])

from screenshot_tour.tour import Tour

tour = Tour()
QTimer.singleShot(1000, tour.begin)
