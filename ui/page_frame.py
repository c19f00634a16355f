"""The parts of the review page, where they stand, and the keys that it claims."""

from __future__ import annotations

from typing import Sequence

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .decision_bar import KEYS, DecisionBar
from .detail_panel import DetailPanel
from .filter_bar import FilterBar
from .finding_list import FindingList
from .findings_model import FindingsModel
from .flow import FlowLayout
from .session import ReviewSession
from .summary_bar import SummaryBar

translate = QCoreApplication.translate
SPLIT_SETTING = "strukturbild/dock_split"
LINES, LEAST = 5, 3  # of text that the list keeps, and while something is asked below it
SHARES = [20, 9]  # of the height, for the list and for the details
# lines of text: what is lower is a small screen, sooner where buttons take up several lines
LOW, NARROW, LOW_IF_NARROW = 44, 23, 56


class PageFrame(QWidget):
    """Widgets and layout; `act` and `undo` are what the keys do.

    `layout_asked` comes when something on it came, went or grew, `sight_asked` with a widget that
    has been given the focus and should be seen.
    """

    zoom_asked = pyqtSignal(str)
    layers_asked = pyqtSignal()
    pick_toggled = pyqtSignal(bool)
    layout_asked = pyqtSignal()
    sight_asked = pyqtSignal(QWidget)

    def __init__(self, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.case_button = QToolButton(self)
        self.run_button = QPushButton(translate("Strukturbild", "Run the check"), self)
        self.last_run = QLabel(self)
        self.progress = QProgressBar(self)
        self.stop_button = QPushButton(translate("Strukturbild", "Stop"), self)
        self.summary = SummaryBar(self)
        self.filters = FilterBar(self)
        self.nothing = QLabel(self)
        self.list = FindingList(self)
        self.model = FindingsModel(self)
        self.detail = DetailPanel(self)
        self.decisions = DecisionBar(self)
        self.layers_button = QPushButton(
            translate("Strukturbild", "Show findings in the map"), self
        )
        self.pick_button = QToolButton(self)
        self.draw_button = QToolButton(self)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.passing: Sequence[QWidget] = ()  # what takes of the page's height for a time only
        self._shares: list[int] = []
        self.next_turn = QTimer(self)
        self.next_turn.setSingleShot(True)
        self.next_turn.setInterval(0)
        self.list.set_model(self.model)
        self.list.commands = frozenset(int(key) for key in KEYS)
        self._build()

    def _build(self) -> None:
        self.case_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.case_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pick_button.setText(translate("Strukturbild", "Point in the map"))
        self.pick_button.setCheckable(True)
        self.pick_button.setToolTip(
            translate("Strukturbild", "Click a finding in the map to choose it in the list")
        )
        self.draw_button.setText(translate("Strukturbild", "New finding…"))
        self.draw_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.draw_button.setToolTip(
            translate("Strukturbild", "Draw on the map what the check does not see")
        )
        top = FlowLayout()
        buttons = (self.case_button, self.run_button, self.pick_button, self.draw_button)
        for widget in (*buttons, self.last_run):
            top.addWidget(widget)
        self.list.setMinimumHeight(self.fontMetrics().height() * LINES)
        run = FlowLayout()
        run.addWidget(self.progress)
        run.addWidget(self.stop_button)
        upper, lower = QWidget(self), QWidget(self)
        over = QVBoxLayout(upper)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self.nothing)
        over.addWidget(self.list, 1)
        under = QVBoxLayout(lower)
        under.setContentsMargins(0, 2, 0, 0)
        under.addWidget(self.detail, 1)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(lower)
        self.splitter.setChildrenCollapsible(False)
        for part, share in enumerate(SHARES):
            self.splitter.setStretchFactor(part, share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(run)
        layout.addWidget(self.summary)
        layout.addWidget(self.layers_button)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.decisions)
        self.layers_button.hide()
        state = QgsSettings().value(SPLIT_SETTING)
        if state is None:
            self.splitter.setSizes([100 * share for share in SHARES])
        else:
            self.splitter.restoreState(state)
        self._order_keys()

    def _order_keys(self) -> None:
        """The Tab key goes from top to bottom, as the eye does."""
        narrow, detail, deciding = self.filters, self.detail, self.decisions
        further = deciding.further
        order = (
            self.case_button, self.run_button, self.pick_button, self.draw_button,
            self.stop_button, self.layers_button,
            narrow.search, narrow.unfold, narrow.municipality, narrow.part, narrow.severity,
            narrow.status, narrow.outcome, narrow.saved, narrow.grouping, narrow.only_new,
            narrow.ledger, self.list, detail.text, detail.first, detail.second, detail.plan,
            detail.structure, detail.whole, *deciding.buttons.values(), deciding.comment,
            deciding.send, deciding.more, further.responsible, further.assigned, further.due,
            further.link, deciding.until, deciding.undo, deciding.previous, deciding.next,
        )  # fmt: skip
        for before, after in zip(order, order[1:]):
            QWidget.setTabOrder(before, after)

    def set_room(self, room: QSize) -> None:
        """On a small screen the height goes to the list and the details."""
        line = self.fontMetrics().height()
        height = room.height() + sum(map(_wanted_height, self.passing))
        low = height < (LOW if room.width() >= NARROW * line else LOW_IF_NARROW) * line
        self.summary.set_low(low)
        self.filters.set_low(low)
        self.last_run.setVisible(not low)

    def least_height(self, width: int) -> int:
        """What the page needs of the height at a width, so that nothing is squeezed."""
        self.detail.setMinimumHeight(self.detail.layout().minimumHeightForWidth(width))
        return int(self.layout().minimumHeightForWidth(width))

    def tell_last_run(self, text: str) -> None:
        """When the last run was; where there is no room for it, at the button that runs."""
        self.last_run.setText(text)
        self.run_button.setToolTip(text)

    def set_menu(self, menu: QMenu) -> None:
        """The menu of the case."""
        self.case_button.setMenu(menu)

    def offer_layers(self, offered: bool) -> None:
        """Offer to show the findings in the map where their layers are not there."""
        self.layers_button.setVisible(offered)

    def picking_ended(self) -> None:
        """The map has another tool."""
        self.pick_button.setChecked(False)

    def make_room(self) -> None:
        """Give the details the height that a question needs, at the list's cost, for its time."""
        wanted, shares = self.detail.asking_height(), self.splitter.sizes()
        self.list.setMinimumHeight(self.fontMetrics().height() * (LEAST if wanted else LINES))
        around = self.splitter.widget(1).layout().contentsMargins().top()
        if wanted and wanted + around > shares[1]:
            self._shares = self._shares or shares
            self.splitter.setSizes([sum(shares) - wanted - around, wanted + around])
        elif not wanted and self._shares:
            self.splitter.setSizes(self._shares)
            self._shares = []

    def close_down(self) -> None:
        """Remember how the panel was divided."""
        QgsSettings().setValue(SPLIT_SETTING, self.splitter.saveState())

    def act(self, what: str) -> None:
        """Do what a key stands for."""
        raise NotImplementedError

    def undo(self) -> None:
        """Take back the last step."""
        raise NotImplementedError

    # keys: QGIS has shortcuts of its own on some, so they are claimed while the panel has focus

    def event(self, event: QEvent) -> bool:
        """Claim the panel's keys before the main window's shortcuts do; tell of the layout."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_own(event):
            event.accept()
            return True
        done = bool(super().event(event))
        if event.type() == QEvent.Type.LayoutRequest:
            self.layout_asked.emit()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Act on the panel's keys."""
        if not self._is_own(event):
            super().keyPressEvent(event)
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
            return
        self.act(KEYS[event.key()])

    def _is_own(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or _typing(QApplication.focusWidget()):
            return False
        if event.matches(QKeySequence.StandardKey.Undo):
            return True
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return plain and event.key() in KEYS


def _typing(widget: QObject | None) -> bool:
    if isinstance(widget, QTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QLineEdit)


def _wanted_height(widget: QWidget) -> int:
    """What a widget takes of the height; while it is being shown its own is not set yet."""
    if widget.isHidden():
        return 0
    height = widget.heightForWidth(widget.width())
    return int(height if height >= 0 else widget.sizeHint().height())
