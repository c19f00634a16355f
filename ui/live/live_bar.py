"""The strip "Follow editing": a toggle, what the edits change, and the list of it."""

from __future__ import annotations

from typing import Callable

from qgis.core import QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...alignment.live import LiveDelta, LiveFinding
from ..words import word
from .live_check import LiveCheck, LiveState
from .marks import LiveMarks

translate = QCoreApplication.translate
LINES_SHOWN = 6
MINUS = "\u2212"


class LiveBar(QWidget):
    """Shows a `LiveCheck`; with a canvas, marks its findings on the map.

    `current_layer` gives the layer that the toggle begins to follow.
    """

    def __init__(
        self,
        check: LiveCheck,
        current_layer: Callable[[], QgsVectorLayer | None],
        canvas: QgsMapCanvas | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.check = check
        self.current_layer = current_layer
        self.marks = None if canvas is None else LiveMarks(canvas)
        self.toggle = QPushButton(translate("Strukturbild", "Follow editing"))
        self.toggle.setCheckable(True)
        self.toggle.setToolTip(
            translate(
                "Strukturbild",
                "Check the selected plan layer while you edit it. Nothing is stored.",
            )
        )
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.status.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.status.setAccessibleName(translate("Strukturbild", "What the edits change"))
        self.closing = QToolButton()
        self.closing.setText("×")
        self.closing.setAutoRaise(True)
        self.closing.setAccessibleName(translate("Strukturbild", "Stop following"))
        self.closing.setToolTip(translate("Strukturbild", "Stop following"))
        self.show_list = QPushButton(translate("Strukturbild", "Show"))
        self.show_list.setCheckable(True)
        self.keep = QPushButton(translate("Strukturbild", "Check and store"))
        self.keep.setToolTip(
            translate("Strukturbild", "Run the whole check with the unsaved edits and store it.")
        )
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Strukturbild", "Findings that the edits change"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVisible(False)
        self._lay_out()
        self._connect()
        self._state_changed(check.state)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.status, 1)
        row.addWidget(self.closing, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.show_list)
        buttons.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addLayout(buttons)
        layout.addWidget(self.list)
        line = self.list.fontMetrics().lineSpacing()
        self.list.setMaximumHeight(round(line * 1.5) * LINES_SHOWN)

    def _connect(self) -> None:
        self.toggle.toggled.connect(self._toggled)
        self.closing.clicked.connect(self.end)
        self.show_list.toggled.connect(self.list.setVisible)
        self.keep.clicked.connect(self.check.keep)
        self.list.itemActivated.connect(self._go_to)
        self.list.itemClicked.connect(self._go_to)
        self.check.changed.connect(self._changed)
        self.check.editing_changed.connect(self._tell)
        self.check.state_changed.connect(self._state_changed)
        self.check.said.connect(self.status.setText)

    def close_marks(self) -> None:
        """Take the marks off the map; call it before the canvas goes."""
        if self.marks is not None:
            self.marks.clear()

    def begin(self, layer: QgsVectorLayer | None) -> None:
        """Show the strip and follow a layer, in place of the one before; or say why not."""
        self.show()
        if not self.check.start(layer):
            self._set_toggle(False)

    def end(self, *_clicked: object) -> None:
        """Stop following, and hide."""
        self.check.stop()
        self.hide()

    def _toggled(self, on: bool) -> None:
        if on:
            self.begin(self.current_layer())
        else:
            self.check.stop()

    def _set_toggle(self, on: bool) -> None:
        with QSignalBlocker(self.toggle):
            self.toggle.setChecked(on)

    def _state_changed(self, state: LiveState) -> None:
        self._set_toggle(state is not LiveState.OFF)
        if state is LiveState.READING:
            self.status.setText(translate("Strukturbild", "Reading in …"))
        elif state is LiveState.OFF:
            self.status.clear()
        self._show_buttons(LiveDelta())

    def _tell(self) -> None:
        check = self.check
        if check.state is LiveState.FOLLOWING:
            self.status.setText(summary(check.delta, check.layer_name, check.editing))
            self.status.setToolTip(more(check.delta))

    def _changed(self, delta: LiveDelta) -> None:
        self._tell()
        self.list.clear()
        for sign, findings in (("+", delta.new), (MINUS, delta.resolved)):
            for finding in findings:
                item = QListWidgetItem(_line(sign, finding))
                item.setData(Qt.ItemDataRole.UserRole, finding)
                item.setToolTip(finding.explanation)
                self.list.addItem(item)
        self._show_buttons(delta)
        if self.marks is not None:
            self.marks.show(delta, self.check.crs)

    def _show_buttons(self, delta: LiveDelta) -> None:
        some = bool(delta.new or delta.resolved)
        self.show_list.setVisible(some)
        self.keep.setVisible(not delta.is_empty)
        self.list.setVisible(some and self.show_list.isChecked())

    def _go_to(self, item: QListWidgetItem) -> None:
        if self.marks is not None:
            self.marks.zoom_to(item.data(Qt.ItemDataRole.UserRole), self.check.crs)


def summary(delta: LiveDelta, layer: str, editing: bool) -> str:
    """What the edits of a layer change in a few words: +2 new, −1 resolved.

    Where it is not in edit mode, that is said: what it changed holds, but nothing is heard.
    """
    new, resolved = len(delta.new), len(delta.resolved)
    parts = []
    if new == 1:
        parts.append(translate("Strukturbild", "+1 new"))
    elif new:
        parts.append(translate("Strukturbild", "+{count} new").format(count=new))
    if resolved == 1:
        parts.append(translate("Strukturbild", "−1 resolved"))
    elif resolved:
        parts.append(translate("Strukturbild", "−{count} resolved").format(count=resolved))
    if not parts and delta.changed:
        text = translate("Strukturbild", "No finding new or resolved, {count} changed")
        parts.append(text.format(count=len(delta.changed)))
    elif not parts and editing:
        text = translate("Strukturbild", "No difference so far in {layer}")
        parts.append(text.format(layer=layer))
    if not delta.complete:
        parts.append(translate("Strukturbild", "a check broke off: run the whole check"))
    told = ", ".join(parts)
    if editing:
        return told
    ended = translate("Strukturbild", "The layer {name} is not in edit mode.").format(name=layer)
    return f"{told}. {ended}" if told else str(ended)


def more(delta: LiveDelta) -> str:
    """What the summary leaves out: how many changed, and what waits for a run."""
    changed = translate("Strukturbild", "{count} findings changed")
    lines = [str(changed.format(count=len(delta.changed)))]
    if delta.deferred:
        rules = ", ".join(delta.deferred)
        waits = translate("Strukturbild", "Checked again in the next run: {rules}")
        lines.append(str(waits.format(rules=rules)))
    return "\n".join(lines)


def _line(sign: str, finding: LiveFinding) -> str:
    outcome = word("outcome", finding.outcome)
    return f"{sign} {finding.rule_id}  {finding.label}: {finding.title} ({outcome})"
