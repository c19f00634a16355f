"""Layers that a server sends: whether all of them came."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qgis.core import QgsDataSourceUri, QgsVectorLayer

from ..alignment.problems import InputError, Problem

SERVICES = ("WFS", "OAPIF")


@dataclass(frozen=True)
class Service:
    """A layer of a web service in the thread that reads it, and how many features it promised.

    A download that fails looks like a layer without features, or with some: only the provider
    knows better. `promised` is negative where the service does not count.
    """

    layer: QgsVectorLayer
    promised: int

    def require_whole(self, name: str, received: int) -> None:
        """Raise InputError where the download broke off, or fewer features came than promised."""
        faults = self.layer.dataProvider().errors()
        if faults:
            reason = re.sub(r"\s+", " ", str(faults[0])).strip().rstrip(".")
            raise InputError(Problem("service_failed", {"layer": name, "reason": reason}, name))
        if received < self.promised:
            params = {"layer": name, "count": received, "promised": self.promised}
            raise InputError(Problem("service_incomplete", params, name))


def service_of(layer: QgsVectorLayer) -> Service | None:
    """What is to be known of a layer that comes from a service; None for others."""
    if layer.providerType() not in SERVICES:
        return None
    return Service(layer, int(layer.featureCount()))


def name_at_service(layer: QgsVectorLayer) -> str:
    """The name that a service has for a layer, without its namespace; "" for other layers."""
    if layer.providerType() not in SERVICES:
        return ""
    return str(QgsDataSourceUri(layer.source()).param("typename")).rpartition(":")[2]
