"""Opens the sample county in QGIS."""

from qgis.utils import iface, plugins

plugins["strukturbild"].open_sample()
iface.mainWindow().showMaximized()
