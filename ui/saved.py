"""Saved filters: in the store for all who share it, in the profile where it can't be written."""

from __future__ import annotations

from qgis.core import QgsSettings

from ..review.store import ReviewStore
from .filters import SavedFilter, saved_from_text, saved_to_text

META = "saved_filters"
SETTING = "strukturbild/saved_filters"


def load_saved(store: ReviewStore | None) -> list[SavedFilter]:
    """The filters saved with a store."""
    if store is None:
        return []
    if not store.backend.writable:
        own = str(QgsSettings().value(SETTING, "") or "")
        if own:
            return saved_from_text(own)
    return saved_from_text(store.meta(META))


def store_saved(store: ReviewStore | None, saved: list[SavedFilter]) -> None:
    """Save filters with a store; raises InputError where it is busy."""
    if store is None:
        return
    text = saved_to_text(saved)
    if not store.backend.writable:
        QgsSettings().setValue(SETTING, text)
        return
    with store.backend.transaction():
        store.set_meta(META, text)
