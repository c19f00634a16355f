"""Follows a plan layer that is being edited: each edit is checked at once, nothing is stored."""

from __future__ import annotations

import time
from enum import Enum
from functools import partial
from typing import Any, Iterable, Protocol

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ...alignment.live import LiveDelta, delta_of
from ...alignment.problems import InputError
from ...alignment.setup.case import Case
from ...layers.followed import FeatureReader, FollowedLayer, followed_layer
from ...processing.locale import note, sentences
from ..task_parts import IN_SILENCE
from ..work_task import WorkOutcome, WorkTask
from .building import Built, build

translate = QCoreApplication.translate


class OpenCase(Protocol):
    """What is needed of the review session: its case, three signals, and the ordinary run.

    `run_state_changed` says whether a run is under way, `run_stored` that one has been taken in.
    """

    case: Case | None
    case_changed: Any
    run_state_changed: Any
    run_stored: Any

    def run_check(self) -> bool:
        """Start an ordinary run."""


class LiveState(Enum):
    """What the live check is doing."""

    OFF = "off"
    READING = "reading"
    FOLLOWING = "following"


class LiveCheck(QObject):
    """Listens to one layer's edit buffer and says how findings change.

    `changed` carries a `LiveDelta` after each edit; edits of one turn of the event loop are one.
    `state_changed` carries the `LiveState`, `said` a sentence where following can't begin or had
    to end; `editing_changed` comes when editing of the layer ends or begins again. What differs
    is held against the layer as it was when following began.
    """

    changed = pyqtSignal(object)
    state_changed = pyqtSignal(object)
    said = pyqtSignal(str)
    editing_changed = pyqtSignal()

    def __init__(self, session: OpenCase, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.state = LiveState.OFF
        self.delta = LiveDelta()
        self.layer: QgsVectorLayer | None = None
        self._followed: FollowedLayer | None = None
        self._task: WorkTask | None = None
        self._built: Built | None = None
        self._reader: FeatureReader | None = None
        self._touched: set[int] = set()
        self._ever_touched: set[int] = set()
        self._fields: list[str] = []
        self._edited_since_run = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._answer)
        QgsProject.instance().cleared.connect(self.stop)
        QgsProject.instance().layersWillBeRemoved.connect(self._layers_go)
        session.case_changed.connect(self.stop)
        session.run_state_changed.connect(self._run_state_changed)
        session.run_stored.connect(self._start_over)

    @property
    def crs(self) -> str:
        """The CRS of the geometry in a delta, "" while nothing is followed."""
        return "" if self._followed is None else self._followed.case.crs

    @property
    def municipality(self) -> str:
        """The code of the municipality whose plan is followed, "" for none."""
        return "" if self._followed is None else self._followed.plan.municipality

    @property
    def layer_name(self) -> str:
        """The layer that is followed, "" for none: edits of others are not heard of."""
        return "" if self.layer is None or sip.isdeleted(self.layer) else str(self.layer.name())

    @property
    def editing(self) -> bool:
        """Whether the layer is in edit mode: it is followed on when editing begins again."""
        return bool(self.layer_name) and self.layer is not None and self.layer.isEditable()

    def start(self, layer: QgsVectorLayer | None) -> bool:
        """Begin to follow a layer in edit mode; False, and a sentence, where that can't be."""
        self.stop()
        return self._follow(layer, editing=True)

    def _follow(self, layer: QgsVectorLayer | None, editing: bool) -> bool:
        try:
            self._followed = self._find(layer, editing)
        except InputError as error:
            self.said.emit(sentences(error))
            return False
        if self._followed is None or layer is None:
            return False
        self.layer = layer
        self._fields = layer.fields().names()
        self._listen(layer)
        name = translate("Strukturbild", "Live check of {layer}").format(layer=layer.name())
        self._task = WorkTask(name, partial(build, self._followed), IN_SILENCE)
        self._task.ended.connect(self._built_or_not)
        QgsApplication.taskManager().addTask(self._task)
        self._set_state(LiveState.READING)
        return True

    def _find(self, layer: QgsVectorLayer | None, editing: bool) -> FollowedLayer | None:
        case = self.session.case
        if case is None:
            self.said.emit(note("live_no_case"))
        elif not isinstance(layer, QgsVectorLayer) or not layer.isValid():
            self.said.emit(note("live_no_layer"))
        else:
            found = followed_layer(case, layer)
            if layer.isEditable() or not editing:
                return found
            self.said.emit(note("live_not_editing", layer=layer.name()))
        return None

    def stop(self) -> None:
        """End the following; nothing is marked any more."""
        if self.state is LiveState.OFF and self._task is None:
            return
        self._timer.stop()
        if self._task is not None:
            self._task.ended.disconnect(self._built_or_not)
            self._task.stop()
        if self.layer is not None and not sip.isdeleted(self.layer):
            self._ignore(self.layer)
        self.layer = self._followed = self._task = self._built = self._reader = None
        self._touched, self._ever_touched = set(), set()
        self._show(LiveDelta())
        self._set_state(LiveState.OFF)

    def close(self) -> None:
        """Stop for good: the project is not listened to any more."""
        self.stop()
        QgsProject.instance().cleared.disconnect(self.stop)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_go)
        self.session.case_changed.disconnect(self.stop)
        self.session.run_state_changed.disconnect(self._run_state_changed)
        self.session.run_stored.disconnect(self._start_over)

    def _layers_go(self, ids: list[str]) -> None:
        if self.layer is not None and self.layer.id() in ids:
            self.stop_saying(note("live_layer_removed", layer=self.layer_name))

    def keep(self) -> bool:
        """Store what the edits change: an ordinary run; the following then starts from there."""
        return self.session.run_check()

    def _run_state_changed(self, running: bool) -> None:
        if running:
            self._edited_since_run = False

    def _start_over(self) -> None:
        """What was found is stored, but for edits made while the run went on: these are told on."""
        layer = self.layer
        if self.state is not LiveState.OFF and not self._edited_since_run:
            self.stop()
            self._follow(layer, editing=False)

    # the layer

    def _signals(self, layer: QgsVectorLayer) -> list[tuple[Any, Any]]:
        return [
            (layer.featureAdded, self._feature_touched),
            (layer.featureDeleted, self._feature_touched),
            (layer.featuresDeleted, self._features_touched),
            (layer.geometryChanged, self._feature_touched),
            (layer.attributeValueChanged, self._feature_touched),
            (layer.updatedFields, self._fields_changed),
            (layer.editingStarted, self.editing_changed),
            (layer.editingStopped, self.editing_changed),
            (layer.afterCommitChanges, self._all_in_doubt),
            (layer.afterRollBack, self._all_in_doubt),
            (layer.dataChanged, self._all_in_doubt),
            (layer.crsChanged, self.stop),
            (layer.willBeDeleted, self.stop),
        ]

    def _listen(self, layer: QgsVectorLayer) -> None:
        for signal, slot in self._signals(layer):
            signal.connect(slot)
        layer.undoStack().indexChanged.connect(self._undone_or_redone)

    def _ignore(self, layer: QgsVectorLayer) -> None:
        for signal, slot in self._signals(layer):
            signal.disconnect(slot)
        layer.undoStack().indexChanged.disconnect(self._undone_or_redone)

    def _feature_touched(self, feature: int, *_what: object) -> None:
        self._features_touched((feature,))

    def _features_touched(self, features: Iterable[int]) -> None:
        self._touched.update(features)
        self._edited_since_run = True
        self._timer.start()

    def _undone_or_redone(self, _index: int) -> None:
        if self._touched:
            self._timer.start()

    def _all_in_doubt(self, *_what: object) -> None:
        """Saved or thrown away: ids may be others; what was ever touched is looked at again."""
        if self.layer is None:
            return
        self._features_touched(self._ever_touched | self._ids_that_differ())

    def _ids_that_differ(self) -> set[int]:
        """Features of the layer that the engine doesn't know, and the other way round."""
        if self.layer is None or self._built is None:
            return set()
        followed = self._followed
        known: set[int] = set()
        for plan in self._built.engine.inputs.plans:
            if followed is not None and plan.plan_id == followed.plan.plan_id:
                for table in (plan.land_use, plan.development, plan.considerations):
                    if table is not None:
                        own = table.source.layer == followed.name
                        known.update(table.source.row[own].tolist())
        return known ^ set(self.layer.allFeatureIds())

    def _fields_changed(self) -> None:
        if self.layer is not None and self.layer.fields().names() != self._fields:
            self._fields = self.layer.fields().names()
            self._features_touched(self.layer.allFeatureIds())

    # the answer

    def _built_or_not(self, outcome: WorkOutcome) -> None:
        self._task = None
        built: Built | None = outcome.value
        if built is None or self.layer is None or self._followed is None:
            self.stop_saying(outcome.failure)
            return
        self._built = built
        self._reader = FeatureReader(self.layer, self._followed, built.profile, built.without_code)
        self._set_state(LiveState.FOLLOWING)
        self._show(delta_of(built.engine.reset()))
        if self._touched:
            self._timer.start()

    def stop_saying(self, sentence: str) -> None:
        """End the following and say why."""
        self.state = LiveState.READING if self.state is LiveState.OFF else self.state
        self.stop()
        if sentence:
            self.said.emit(sentence)

    def _answer(self) -> None:
        if self._built is None or self._reader is None or not self._touched:
            return
        started = time.perf_counter()
        touched, self._touched = self._touched, set()
        self._ever_touched |= touched
        delta: LiveDelta | None = None
        broke = note("live_broke")
        try:
            result = self._built.engine.apply([self._reader.edit(touched)])
            delta = delta_of(result, time.perf_counter() - started)
        except InputError as error:
            broke = sentences(error)
        finally:
            if delta is None:  # an answer that is missing must not look like "no difference"
                self.stop_saying(broke)
        if delta is not None:
            self._show(delta)

    def _show(self, delta: LiveDelta) -> None:
        self.delta = delta
        self.changed.emit(delta)

    def _set_state(self, state: LiveState) -> None:
        self.state = state
        self.state_changed.emit(state)
