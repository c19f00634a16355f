"""The comparison that is open: its dock, its task, and what ties its map to the main one."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from qgis.core import Qgis, QgsApplication, QgsTask
from qgis.gui import QgsDockWidget, QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QFileDialog, QMainWindow

from ...alignment.progress import Progress, ticker
from ...processing.locale import interface_language
from ...review.comparison_tables import write_comparison
from ..map_link import MapLink
from ..session import ReviewSession
from ..work_task import WorkOutcome, WorkTask
from .comparing import Comparison, StageRow, compare_results
from .linked_maps import LinkedMaps
from .panel import StagesPanel
from .placing import Widths, box_around, give_back, place_beside, share_width
from .sources import earlier_results

translate = QCoreApplication.translate
OBJECT_NAME = "StrukturbildStagesDock"
Stamp = tuple[Path, int]


class StagesControl(QObject):
    """Opens and closes the dock "Two stages" of a session.

    `close` (and the dock, the case or the project being closed) cancels what is under way and
    leaves nothing behind.
    """

    def __init__(
        self, session: ReviewSession, canvas: QgsMapCanvas, window: QMainWindow | None = None
    ) -> None:
        super().__init__(session)
        self.session, self.canvas, self.window = session, canvas, window
        self.dock: QgsDockWidget | None = None
        self.panel: StagesPanel | None = None
        self.link: LinkedMaps | None = None
        self.marks: list[MapLink] = []
        self.task: WorkTask | None = None
        self.saving: WorkTask | None = None
        self.found: Comparison | None = None
        self.earlier: Path | None = None
        self._stamp: Stamp | None = None
        self._former: Widths = []
        self._even_out = QTimer(self)
        self._even_out.setSingleShot(True)
        self._even_out.timeout.connect(self._share_width)
        session.case_changed.connect(self.close_dock)
        session.records_changed.connect(self._records_changed)

    def close(self) -> None:
        """Close the dock, and listen to the session no more."""
        self.close_dock()
        self.session.case_changed.disconnect(self.close_dock)
        self.session.records_changed.disconnect(self._records_changed)

    # the dock

    def open(self) -> bool:
        """Show the dock; False, with a sentence, where there is nothing to compare with."""
        if sip.isdeleted(self.canvas):
            return False
        if self.session.result_path is None:
            told = translate(
                "Strukturbild",
                "Run the check first: its result is what an earlier stage is held against.",
            )
            self.session.say(told)
            return False
        if self.dock is None:
            self._make_dock()
        if self.panel is not None:
            self.panel.offer(earlier_results(self.session), self.earlier)
        if self.dock is not None:
            self.dock.show()
            self.dock.raise_()
        return True

    def _make_dock(self) -> None:
        dock = QgsDockWidget(translate("Strukturbild", "Two stages"), self.window)
        dock.setObjectName(OBJECT_NAME)
        dock.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        panel = StagesPanel(self.canvas, dock)
        dock.setWidget(panel)
        panel.earlier_chosen.connect(self.compare_with)
        panel.file_asked.connect(self._ask_file)
        panel.cancel_asked.connect(self.cancel)
        panel.save_asked.connect(self._ask_save)
        panel.row_chosen.connect(self._row_chosen)
        dock.closed.connect(self.close_dock)
        self.dock, self.panel = dock, panel
        if self.window is not None:
            self._former = place_beside(dock, self.window, self.canvas)
            self._even_out.start(0)  # once the window has laid itself out
        self.link = LinkedMaps(self.canvas, panel.map, self)
        self.marks = [MapLink(panel.map, self), MapLink(self.canvas, self)]

    def _share_width(self) -> None:
        """Both maps as wide as the other, where they stand side by side."""
        dock, window = self.dock, self.window
        if dock is None or window is None or sip.isdeleted(dock) or sip.isdeleted(self.canvas):
            return
        share_width(dock, window, self.canvas)

    def close_dock(self) -> None:
        """Take the dock away, and all that it has on the main map."""
        _stop(self.task, self._compared)
        _stop(self.saving, self._saved)
        self.task = self.saving = None
        dock, panel, link = self.dock, self.panel, self.link
        self.dock = self.panel = self.link = None
        self.found = self.earlier = self._stamp = None
        self._clear_marks()
        for mark in self.marks:
            mark.deleteLater()
        self.marks = []
        if link is not None:
            link.close()
            link.deleteLater()
        if panel is not None and not sip.isdeleted(panel):
            panel.close_down()
        if dock is not None and not sip.isdeleted(dock):
            dock.closed.disconnect(self.close_dock)
            dock.hide()
            if self.window is not None and not sip.isdeleted(self.window):
                self.window.removeDockWidget(dock)
                give_back(self.window, self._former)
            dock.deleteLater()
        self._former = []

    # comparing

    def compare_with(self, earlier: Path) -> None:
        """Start to compare an earlier result with the last one, in the background."""
        later = self.session.result_path
        if self.panel is None or later is None:
            return
        self.cancel()
        self.earlier = earlier
        self._stamp = _stamp(later)
        self._show(None)
        self.panel.offer(earlier_results(self.session), earlier)
        self.panel.set_running(True)
        language = interface_language()
        title = translate("Strukturbild", "Comparison of two stages")

        def work(progress: Progress) -> Comparison:
            return compare_results(earlier, later, language, ticker(progress))

        expendable = QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt
        self.task = _start(WorkTask(title, work, expendable), self._compared)

    def cancel(self) -> None:
        """Stop comparing; what was shown before does not come back."""
        stopped = _stop(self.task, self._compared)
        self.task = None
        if stopped and self.panel is not None:
            self.panel.set_running(False)
            self.panel.show_note(translate("Strukturbild", "The comparison was cancelled."))

    def _compared(self, outcome: WorkOutcome) -> None:
        self.task = None
        if self.panel is None:
            return
        self.panel.set_running(False)
        self._show(outcome.value)
        if outcome.failure:
            self.panel.show_note(outcome.failure)

    def _show(self, found: Comparison | None) -> None:
        self.found = found
        self._clear_marks()
        if self.panel is not None:
            self.panel.show_comparison(found)

    def _records_changed(self) -> None:
        """A new run: the same earlier result is held against it."""
        later = self.session.result_path
        if self.panel is None:
            return
        if later is None:
            self.close_dock()
        elif self.earlier is not None and _stamp(later) != self._stamp:
            self.compare_with(self.earlier)

    def _ask_file(self) -> None:
        later = self.session.result_path
        if later is None or self.panel is None:
            return
        path, _ = QFileDialog.getOpenFileName(
            self.panel,
            translate("Strukturbild", "Result of an earlier stage"),
            str(later.parent),
            "GeoPackage (*.gpkg)",
        )
        if path:
            self.compare_with(Path(path))

    # saving

    def _ask_save(self) -> None:
        later = self.session.result_path
        if later is None or self.panel is None:
            return
        name = translate("Strukturbild", "{name} comparison").format(name=later.stem)
        path, _ = QFileDialog.getSaveFileName(
            self.panel,
            translate("Strukturbild", "Save the comparison"),
            str(later.with_name(name + ".gpkg")),
            "GeoPackage (*.gpkg)",
        )
        if path:
            self.save_to(Path(path if path.lower().endswith(".gpkg") else path + ".gpkg"))

    def save_to(self, path: Path) -> bool:
        """Write the comparison as `comparestages` does, in the background."""
        found = self.found
        if found is None or self.saving is not None:
            return False
        inputs = {found.before.path.resolve(), found.after.path.resolve()}
        if path.resolve() in inputs:
            told = translate("Strukturbild", "Choose another file: this is one of the results.")
            self.session.say(told, Qgis.MessageLevel.Warning)
            return False
        title = translate("Strukturbild", "Saving the comparison")

        def work(_progress: Progress) -> object:
            return write_comparison(found.compared, found.before, found.after, path)

        self.saving = _start(WorkTask(title, work, QgsTask.Flag.CanCancel), self._saved)
        return True

    def _saved(self, outcome: WorkOutcome) -> None:
        self.saving = None
        if outcome.failure:
            self.session.say(outcome.failure, Qgis.MessageLevel.Warning)
        elif outcome.value is not None:
            told = translate("Strukturbild", "The comparison was saved: {path}")
            self.session.say(told.format(path=outcome.value.path), Qgis.MessageLevel.Success)

    # the maps

    def _row_chosen(self, row: StageRow | None) -> None:
        """Go there on both maps, and mark the finding on each that has it."""
        self._clear_marks()
        if row is None or self.found is None or self.link is None:
            return
        crs = self.found.after.crs
        box = box_around([wkb for wkb in (row.before, row.after) if wkb], crs, self.canvas)
        if box is not None:
            self.link.go(box)
        for mark, wkb in zip(self.marks, (row.before, row.after)):
            if wkb:
                mark.show(wkb, (), crs, follow=False)

    def _clear_marks(self) -> None:
        for mark in self.marks:
            if not sip.isdeleted(mark) and not sip.isdeleted(mark.canvas):
                mark.clear()


def _start(task: WorkTask, ended: Callable[[WorkOutcome], None]) -> WorkTask:
    task.ended.connect(ended)
    QgsApplication.taskManager().addTask(task)
    return task


def _stop(task: WorkTask | None, ended: Callable[[WorkOutcome], None]) -> bool:
    """Cancel a task, of which nothing is heard any more; False where there is none."""
    if task is None:
        return False
    task.ended.disconnect(ended)
    task.stop()
    return True


def _stamp(path: Path) -> Stamp | None:
    """What tells a result from one that a later run wrote to the same place."""
    try:
        return path, path.stat().st_mtime_ns
    except OSError:
        return None
