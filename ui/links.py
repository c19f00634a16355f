"""Links that entries of the log carry: an address on the web, or a file."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QUrl

from ..review.package import PICTURE_TYPES
from ..review.records import LINK, PICTURE

WEB = ("http", "https")


def link_url(target: str) -> QUrl:
    """Where a link leads; an empty address where it is none."""
    if "://" not in target:
        return QUrl.fromLocalFile(target) if Path(target).is_absolute() else QUrl()
    url = QUrl(target)
    return url if url.scheme() in (*WEB, "file") else QUrl()


def can_be_linked(target: str) -> bool:
    """Whether a text is an address, or a file that is there."""
    url = link_url(target)
    if url.scheme() in WEB:
        return bool(url.isValid() and url.host())
    path = url.toLocalFile()
    return bool(path) and Path(path).exists()


def kind_of_link(target: str) -> str:
    """The kind of entry that carries a link alone: a picture's goes along in packages."""
    url = link_url(target)
    is_picture = Path(url.toLocalFile()).suffix[1:].lower() in PICTURE_TYPES
    return PICTURE if url.isLocalFile() and is_picture else LINK
