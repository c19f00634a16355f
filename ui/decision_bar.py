"""The buttons under the list: six decisions with their keys, a comment, undo, next, previous."""

from __future__ import annotations

from typing import Mapping

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..review.states import ACCEPTED, DATA_ERROR, MOTIVE_REQUIRED, NOT_RELEVANT
from .clear_field import ClearField
from .drafts import Draft, Drafts, Subject
from .flow import FlowLayout
from .further_fields import FurtherFields
from .words import heading, word

translate = QCoreApplication.translate
NEXT, PREVIOUS = "next", "previous"
DECISION_KEYS: Mapping[str, str] = {
    "in_dialogue": "D",
    "fix_in_plan": "P",
    "fix_in_structure_map": "S",
    "accepted": "M",
    "not_relevant": "E",
    "data_error": "F",
}
KEYS: Mapping[int, str] = {
    **{getattr(Qt.Key, f"Key_{key}"): status for status, key in DECISION_KEYS.items()},
    Qt.Key.Key_N: NEXT,
    Qt.Key.Key_B: PREVIOUS,
}
# the design requires a motive of the first alone; the others may say why
ASKED_FIRST = (ACCEPTED, NOT_RELEVANT, DATA_ERROR)
STAGES_AHEAD = ("review", "adopted", "in_force")


class DecisionBar(QWidget):
    """Emits what was asked for; it knows nothing of the store."""

    decided = pyqtSignal(str, str, dict)  # status, comment, further fields
    commented = pyqtSignal(str, dict)
    undo_asked = pyqtSignal()
    step_asked = pyqtSignal(int)
    sight_asked = pyqtSignal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        self.awaiting_motive = ""
        self.subject = Subject()
        self.drafts = Drafts()
        self.comment = ClearField(self)
        self.send = self._button(translate("Strukturbild", "Comment"))
        self.undo = self._button(translate("Strukturbild", "Undo Ctrl+Z"))
        self.next = self._button(translate("Strukturbild", "Next N"))
        self.previous = self._button(translate("Strukturbild", "Previous B"))
        self.more = self._button(translate("Strukturbild", "More"))
        self.further = FurtherFields(self)
        self.until = QComboBox(self)
        self.limit = QWidget(self)
        self._build()
        self._connect()
        self._enable()

    def _button(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return button

    def _build(self) -> None:
        decisions = FlowLayout(stretch=True)
        for status, key in DECISION_KEYS.items():
            text = heading(word("status", status))
            wait = "…" if status in ASKED_FIRST else ""
            button = self._button(f"{text}{wait}  {key}")
            button.setAccessibleName(text)
            button.setToolTip(translate("Strukturbild", "{text} (key {key})").format(
                text=text, key=key))  # fmt: skip
            self.buttons[status] = button
            decisions.addWidget(button)
        says = QHBoxLayout()
        says.setSpacing(4)
        says.addWidget(self.comment, 1)
        says.addWidget(self.send)
        says.addWidget(self.more)
        self.more.setCheckable(True)
        self.further.setVisible(False)
        steps = QHBoxLayout()
        steps.setSpacing(4)
        steps.addWidget(self.undo)
        steps.addStretch(1)
        steps.addWidget(self.previous)
        steps.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(decisions)
        layout.addLayout(says)
        layout.addWidget(self.further)
        layout.addWidget(self._limit_field())
        layout.addLayout(steps)
        self._plain_comment()

    def _limit_field(self) -> QWidget:
        self.until.addItem(translate("Strukturbild", "without limit"), "")
        for stage in STAGES_AHEAD:
            self.until.addItem(word("stage", stage), stage)
        self.until.setEditable(True)
        self.until.setAccessibleName(translate("Strukturbild", "Accepted until"))
        self.until.setToolTip(
            translate("Strukturbild", "A plan stage, or a date as yyyy-mm-dd; then it is reopened")
        )
        limit = QHBoxLayout(self.limit)
        limit.setContentsMargins(0, 0, 0, 0)
        limit.addWidget(QLabel(translate("Strukturbild", "Accepted until"), self.limit))
        limit.addWidget(self.until, 1)
        self.limit.setVisible(False)
        return self.limit

    def _connect(self) -> None:
        for button in self.buttons.values():
            button.clicked.connect(self._clicked)
        self.send.clicked.connect(self._send)
        self.comment.returnPressed.connect(self._entered)
        self.undo.clicked.connect(self._undo)
        self.next.clicked.connect(self._go_next)
        self.previous.clicked.connect(self._go_previous)
        self.more.toggled.connect(self._show_further)

    def set_subject(self, subject: Subject) -> None:
        """What a decision would be about: what was typed stays with what it was typed for."""
        if subject != self.subject:
            self.drafts.keep(self.subject, self._draft())
            self.subject = subject
            self._show_draft(self.drafts.take(subject))
        self._enable()

    def _enable(self) -> None:
        for widget in (*self.buttons.values(), self.send, self.comment):
            widget.setEnabled(bool(self.subject.findings))

    def _draft(self) -> Draft:
        return Draft(self.comment.text(), self._given(), self.awaiting_motive)

    def _show_draft(self, draft: Draft) -> None:
        self.comment.setText(draft.comment)
        self.further.show_given(draft.fields)
        if self.further.given():
            self.more.setChecked(True)  # nothing is written that is not seen
        until = draft.fields.get("until", "")
        listed = self.until.findData(until)
        self.until.setCurrentIndex(max(listed, 0))
        if listed < 0:
            self.until.setEditText(until)
        if draft.awaiting:
            self._ask_for_motive(draft.awaiting)
        else:
            self._plain_comment()

    def written(self, subject: Subject) -> None:
        """What was typed for a subject is written, or not wanted any more."""
        self.drafts.take(subject)
        if subject == self.subject:
            self._show_draft(Draft())

    def set_undo(self, what: str) -> None:
        """What undo would take back; "" for nothing."""
        told = translate("Strukturbild", "Undo: {what}").format(what=what) if what else ""
        self.undo.setEnabled(bool(what))
        self.undo.setToolTip(told)
        self.undo.setAccessibleDescription(told)

    def set_status(self, status: str) -> None:
        """Mark the button of the state that holds."""
        for code, button in self.buttons.items():
            font = button.font()
            font.setBold(code == status)
            button.setFont(font)

    def _show_further(self, shown: bool) -> None:
        self.further.setVisible(shown)
        if shown:
            self.sight_asked.emit(self.further)

    def decide(self, status: str) -> None:
        """Ask for a decision; where it wants a motive, ask for that first, in the same place."""
        text = self.comment.text().strip()
        if not text and self._asks_first(status):
            self._ask_for_motive(status)
            self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.sight_asked.emit(self.comment)
            return
        if status != self.awaiting_motive:
            self._plain_comment()
        self.decided.emit(status, text, self._fields(status))

    def _asks_first(self, status: str) -> bool:
        """A motive that is required, or one that is not and was not asked for yet.

        Several findings are looked at once more before they are decided, with a field for it.
        """
        once = status != self.awaiting_motive and len(self.subject.findings) == 1
        return status in MOTIVE_REQUIRED or (status in ASKED_FIRST and once)

    def _fields(self, status: str = "") -> dict[str, str]:
        """What is filled in, as far as it goes with a state."""
        given = self._given()
        if status != ACCEPTED:
            given.pop("until", None)
        return given

    def _given(self) -> dict[str, str]:
        """Party, person, dates, as far as they are filled in."""
        until = self.until.currentText().strip()
        listed = self.until.findText(until)
        limit = str(self.until.itemData(listed)) if listed >= 0 else until
        return {**self.further.given(), **({"until": limit} if limit else {})}

    def _ask_for_motive(self, status: str) -> None:
        self.awaiting_motive = status
        if status in MOTIVE_REQUIRED:
            asked = translate("Strukturbild", "Motive (required)")
        else:
            asked = translate("Strukturbild", "Why? (optional)")
        entered = translate("Strukturbild", "{asked}, Enter")
        self.comment.setPlaceholderText(entered.format(asked=asked))
        self.comment.setAccessibleName(asked)
        self.limit.setVisible(status == ACCEPTED)

    def _plain_comment(self) -> None:
        self.awaiting_motive = ""
        self.limit.setVisible(False)
        self.comment.setPlaceholderText(translate("Strukturbild", "Comment…"))
        self.comment.setAccessibleName(translate("Strukturbild", "Comment"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape: the motive is not waited for any more; what was typed stays a comment."""
        if event.key() == Qt.Key.Key_Escape and self.awaiting_motive:
            self._plain_comment()
            return
        super().keyPressEvent(event)

    def _clicked(self) -> None:
        sender = self.sender()
        for status, button in self.buttons.items():
            if button is sender:
                self.decide(status)

    def _entered(self) -> None:
        if self.awaiting_motive:
            if self.comment.text().strip() or self.awaiting_motive not in MOTIVE_REQUIRED:
                self.decide(self.awaiting_motive)
            return
        self._send()

    def _send(self) -> None:
        text, fields = self.comment.text().strip(), self._fields()
        if text or fields:
            self.commented.emit(text, fields)

    def _undo(self) -> None:
        self.undo_asked.emit()

    def _go_next(self) -> None:
        self.step_asked.emit(1)

    def _go_previous(self) -> None:
        self.step_asked.emit(-1)
