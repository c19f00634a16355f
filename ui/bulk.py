"""Before many findings are decided at once: what will change, and what is left alone and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..review.states import MOTIVE_REQUIRED
from .findings_model import FindingsModel
from .words import heading, word

translate = QCoreApplication.translate
MOST_LISTED = 500


@dataclass(frozen=True)
class BulkPlan:
    """What a decision on several rows would do: ids to write, and (row, why) of the others."""

    status: str
    ids: Sequence[str]
    rows: Sequence[int]
    skipped: Sequence[tuple[int, str]]


def plan_bulk(model: FindingsModel, rows: Sequence[int], status: str) -> BulkPlan:
    """Sort out which of the rows a decision can be about."""
    records = model.records
    kept: list[int] = []
    skipped: list[tuple[int, str]] = []
    for row in rows:
        if not records.is_finding[row]:
            skipped.append((row, translate("Strukturbild", "is no finding")))
        elif records.gone[row]:
            skipped.append((row, translate("Strukturbild", "is gone in the last run")))
        elif records.status[row] == status and not records.to_confirm[row]:
            skipped.append((row, translate("Strukturbild", "has this status already")))
        else:
            kept.append(row)
    return BulkPlan(status, [records.ids[row] for row in kept], kept, skipped)


class BulkPreview(QDialog):
    """Shows a plan; accepted, `motive()` holds the comment that all of them get."""

    def __init__(
        self, model: FindingsModel, plan: BulkPlan, comment: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Strukturbild", "Decide several findings"))
        self.plan = plan
        texts = model.records.texts
        after = word("status", plan.status)
        told = translate("Strukturbild", "{count} findings get the status “{status}”:")
        head = QLabel(told.format(count=len(plan.ids), status=heading(after)), self)
        head.setWordWrap(True)
        listed = QListWidget(self)
        listed.setWordWrap(True)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        listed.setAccessibleName(translate("Strukturbild", "What will change"))
        for row in plan.rows[:MOST_LISTED]:
            label, title = texts["label"][row], texts["title"][row]
            before = model.state_text(row)
            listed.addItem(f"{texts['rule_id'][row]}  {label}: {title}  ({before} → {after})")
        if len(plan.rows) > MOST_LISTED:
            more = translate("Strukturbild", "… and {count} more")
            listed.addItem(more.format(count=len(plan.rows) - MOST_LISTED))
        for row, why in plan.skipped[:MOST_LISTED]:
            item = QListWidgetItem(f"{texts['rule_id'][row]}  {texts['label'][row]}: {why}")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            listed.addItem(item)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(listed, 1)
        if plan.skipped:
            layout.addWidget(QLabel(self._skipped_text(), self))
        self.comment = QLineEdit(comment, self)
        needed = plan.status in MOTIVE_REQUIRED
        self.comment.setPlaceholderText(
            translate("Strukturbild", "Motive for all of them (required)")
            if needed
            else translate("Strukturbild", "Comment for all of them")
        )
        self.comment.textChanged.connect(self._check)
        layout.addWidget(self.comment)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        change = translate("Strukturbild", "Change {count}")
        self.ok.setText(change.format(count=len(plan.ids)))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(
            translate("Strukturbild", "Cancel")
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)
        height = self.fontMetrics().height()
        self.resize(height * 34, height * 24)
        self._check()

    def motive(self) -> str:
        """The comment, or motive, of all of them."""
        return str(self.comment.text()).strip()

    def _skipped_text(self) -> str:
        counted = Counter(why for _, why in self.plan.skipped)
        listed = ", ".join(f"{count} {why}" for why, count in counted.most_common())
        return translate("Strukturbild", "Left alone: {listed}").format(listed=listed)

    def _check(self, *_text: str) -> None:
        needed = self.plan.status in MOTIVE_REQUIRED
        self.ok.setEnabled(bool(self.plan.ids) and (not needed or bool(self.motive())))
