"""Saved filters: in the store for all who share it, in the profile where it can't be written."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtWidgets import QInputDialog, QWidget

from ..alignment.problems import InputError
from ..review.store import ReviewStore
from .filter_bar import FilterBar
from .filters import SavedFilter, saved_from_text, saved_to_text
from .session import ReviewSession

translate = QCoreApplication.translate
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


class SavedFilters(QObject):
    """Keeps the filter bar's saved filters and those of the store alike."""

    def __init__(self, session: ReviewSession, filters: FilterBar, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.filters = filters
        self.window = window
        self.saved: list[SavedFilter] = []
        filters.save_asked.connect(self._ask)
        filters.saved_removed.connect(self._remove)

    def reload(self) -> None:
        """Read them from the store."""
        self.saved = load_saved(self.session.store)
        self.filters.set_saved(self.saved)

    def _ask(self) -> None:
        title = translate("Strukturbild", "Save this filter")
        name, given = QInputDialog.getText(self.window, title, translate("Strukturbild", "Name"))
        if given and name.strip():
            self.save(name.strip())

    def save(self, name: str) -> None:
        """Keep the filter as it is under a name, for everyone who opens the store."""
        kept = [item for item in self.saved if item.name != name]
        self._set_saved([*kept, SavedFilter(name, self.filters.chosen())])

    def _remove(self, name: str) -> None:
        self._set_saved([item for item in self.saved if item.name != name])

    def _set_saved(self, saved: list[SavedFilter]) -> None:
        try:
            store_saved(self.session.store, saved)
        except InputError as error:
            self.session.tell(error)
            return
        self.saved = saved
        self.filters.set_saved(saved)
