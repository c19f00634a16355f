"""The page of charts: outcomes by municipality, the trend over runs, progress of reviewing."""

from __future__ import annotations

from typing import Callable, Mapping, Sequence

from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QLocale, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..review.trend import RunOutcomes, Trend
from .charts import Bar, PartLegend, StackedBars

translate = QCoreApplication.translate
LATEST_RUNS = 12
BETWEEN = "+"  # in the code of a pair of neighbours


class ChartPage(QWidget):
    """Shows a store's `Trend`; `words` names outcomes in the interface's language."""

    back = pyqtSignal()

    def __init__(self, words: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strukturbildCharts")
        self.empty = QLabel(
            translate("Strukturbild", "No run has been taken in yet. Run the check first.")
        )
        self.empty.setWordWrap(True)
        self.legend = PartLegend(words)
        self.municipalities = StackedBars(words)
        self.municipalities.setAccessibleName(
            translate("Strukturbild", "Assessments by municipality")
        )
        self.runs = StackedBars(words)
        self.runs.setAccessibleName(translate("Strukturbild", "Assessments by run"))
        self.reviewed = QLabel()
        self.reviewed.setTextFormat(Qt.TextFormat.PlainText)
        self.reviewed.setWordWrap(True)
        self.content = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        back = QPushButton(translate("Strukturbild", "Back to the findings"))
        back.clicked.connect(self.back)
        top = QHBoxLayout()
        top.addWidget(back)
        top.addStretch(1)
        inner = QVBoxLayout(self.content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(_heading(translate("Strukturbild", "Assessments by municipality")))
        inner.addWidget(self.municipalities)
        inner.addWidget(self.legend)
        inner.addWidget(_heading(translate("Strukturbild", "The trend: assessments by run")))
        inner.addWidget(self.runs)
        inner.addWidget(_heading(translate("Strukturbild", "How far reviewing has come")))
        inner.addWidget(self.reviewed)
        inner.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.content)
        area.setAccessibleName(translate("Strukturbild", "Charts"))
        outer = QVBoxLayout(self)
        outer.addLayout(top)
        outer.addWidget(self.empty)
        outer.addWidget(area, 1)

    def show_trend(self, trend: Trend) -> None:
        """Show a store's history; a store without runs says what to do."""
        runs = trend.runs[-LATEST_RUNS:]
        self.empty.setVisible(not runs)
        self.content.setVisible(bool(runs))
        if not runs:
            return
        last = runs[-1]
        self.municipalities.show_bars(municipality_bars(last, trend.names))
        self.runs.show_bars(run_bars(runs))
        self.legend.show_parts(sorted({part for run in runs for part in run.total()}))
        lines = [
            translate("Strukturbild", "{name}: {left} left of {count}, {closed} closed").format(
                name=item.name,
                left=item.untouched,
                count=item.findings,
                closed=item.closed,
            )
            for item in sorted(trend.reviewed, key=lambda item: item.name.casefold())
        ]
        self.reviewed.setText("\n".join(lines))


def run_bars(runs: Sequence[RunOutcomes]) -> list[Bar]:
    """A bar a run by its day; by the time as well where two are of one day."""
    days = [_day_text(run.made_at) for run in runs]
    return [
        Bar(
            day if days.count(day) == 1 else _moment_text(run.made_at),
            run.total(),
            _moment_text(run.made_at),
        )
        for day, run in zip(days, runs)
    ]


def municipality_bars(run: RunOutcomes, names: Mapping[str, str]) -> list[Bar]:
    """A bar a municipality by name, then one for all borders, then one for the region."""
    rest: dict[str, Callable[[str], bool]] = {
        translate("Strukturbild", "Borders"): lambda code: BETWEEN in code,
        translate("Strukturbild", "The region"): lambda code: (
            code not in names and BETWEEN not in code
        ),
    }
    bars = [Bar(names[code], counts) for code, counts in run.by_partition.items() if code in names]
    bars.sort(key=lambda bar: bar.name.casefold())
    for name, belongs in rest.items():
        total: dict[str, int] = {}
        for code, counts in run.by_partition.items():
            for outcome, number in counts.items() if belongs(code) else ():
                total[outcome] = total.get(outcome, 0) + number
        if total:
            bars.append(Bar(name, total))
    return bars


def _moment_text(iso: str) -> str:
    """An ISO time as people here write it."""
    time = QDateTime.fromString(iso, Qt.DateFormat.ISODate).toLocalTime()
    return str(QLocale().toString(time, QLocale.FormatType.ShortFormat)) or iso


def _day_text(iso: str) -> str:
    """The day of an ISO time as people here write it."""
    time = QDateTime.fromString(iso, Qt.DateFormat.ISODate).toLocalTime()
    return str(QLocale().toString(time.date(), QLocale.FormatType.ShortFormat)) or iso


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    label.setWordWrap(True)
    return label
