"""A plan layer of the sample county is edited, and the live check answers as a run would."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any, Iterator

import numpy as np
import pytest
from following import CHANGE, findings_kept, rows_of, settlement
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal
from strukturbild.alignment.live import LiveDelta, LiveEngine
from strukturbild.alignment.runner import run
from strukturbild.alignment.setup.read import read_case
from strukturbild.ui import task_parts
from strukturbild.ui.live import LiveBar, LiveCheck, LiveState

ROOT = Path(__file__).resolve().parents[2]
CODE = "0880"
NAME = "Sammanhängande bostadsbebyggelse"
CHANGES = ("Ny", "Pågående", "Utvecklas", "Ändrad")


class Session(QObject):
    """As much of a review session as the live check asks for."""

    run_state_changed = pyqtSignal(bool)
    run_stored = pyqtSignal()
    case_changed = pyqtSignal()

    def __init__(self, case: Any) -> None:
        super().__init__()
        self.case = case
        self.runs = 0

    def run_check(self) -> bool:
        self.runs += 1
        self.run_state_changed.emit(True)
        return True


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A county of its own: QGIS keeps connections to a file that others have edited."""
    folder = tmp_path / "live" / "sample"
    shutil.copytree(ROOT / "resources" / "sample", folder)
    return folder


@pytest.fixture
def session(sample: Path) -> Session:
    return Session(read_case(sample / "kalmar.strukturbild.yaml"))


@pytest.fixture
def layer(sample: Path, qgis_new_project: None) -> Iterator[QgsVectorLayer]:
    path = sample / "op" / "op_kalmar.gpkg"
    opened = QgsVectorLayer(f"{path}|layername={NAME}", "Bostäder (arbetslager)", "ogr")
    assert opened.isValid()
    QgsProject.instance().addMapLayer(opened)
    opened.startEditing()
    yield opened
    if opened in QgsProject.instance().mapLayers().values():
        opened.rollBack()


class Following:
    """A live check that follows, and what it said last."""

    def __init__(self, check: LiveCheck, qtbot: Any) -> None:
        self.check, self.qtbot = check, qtbot

    def after(self, act: Any) -> LiveDelta:
        with self.qtbot.waitSignal(self.check.changed, timeout=5_000):
            act()
        return self.check.delta

    @property
    def engine(self) -> LiveEngine:
        return self.check._built.engine


@pytest.fixture
def following(session: Session, layer: QgsVectorLayer, qtbot: Any) -> Iterator[Following]:
    check = LiveCheck(session)
    assert check.start(layer)
    assert check.state is LiveState.READING
    qtbot.waitUntil(lambda: check.state is LiveState.FOLLOWING, timeout=30_000)
    yield Following(check, qtbot)
    check.close()


def as_run(engine: LiveEngine, session: Session) -> dict[str, tuple[Any, ...]]:
    only = dataclasses.replace(session.case.municipalities, only=(CODE,))
    case = dataclasses.replace(session.case, municipalities=only)
    ledger = run(case, engine.inputs, engine._rule_set).ledger
    own = [CODE in name.split("+") for name in ledger.partition]
    return rows_of(ledger.take(np.array(own, dtype=bool)))


def test_an_edit_is_answered_and_undone_to_the_byte(following: Following, layer: Any) -> None:
    before = rows_of(following.engine.ledger())
    feature = settlement(layer)
    delta = following.after(lambda: layer.deleteFeature(feature.id()))
    assert not delta.is_empty
    assert delta.resolved or delta.new
    assert delta.seconds < 2
    edited = rows_of(following.engine.ledger())
    assert edited != before
    delta = following.after(layer.undoStack().undo)
    assert delta.is_empty
    assert rows_of(following.engine.ledger()) == before
    following.after(layer.undoStack().redo)
    assert rows_of(following.engine.ledger()) == edited
    following.after(layer.rollBack)
    assert following.check.delta.is_empty
    assert rows_of(following.engine.ledger()) == before


def test_random_edits_say_what_a_run_says(
    following: Following, layer: Any, session: Session
) -> None:
    rng = np.random.default_rng(7)
    ids = sorted(layer.allFeatureIds())
    change = layer.fields().indexOf(CHANGE)
    for number in range(8):
        feature = layer.getFeature(int(rng.choice(ids)))
        shape = QgsGeometry(feature.geometry())
        kind = number % 4
        if kind == 0:
            shape.translate(*rng.uniform(-800, 800, 2))
            following.after(lambda f=feature, s=shape: layer.changeGeometry(f.id(), s))
        elif kind == 1:
            larger = shape.buffer(float(rng.uniform(20, 200)), 4)
            larger.convertToMultiType()
            following.after(lambda f=feature, s=larger: layer.changeGeometry(f.id(), s))
        elif kind == 2:
            others = [value for value in CHANGES if value != feature[CHANGE]]
            value = str(rng.choice(others))
            following.after(
                lambda f=feature, v=value: layer.changeAttributeValue(f.id(), change, v)
            )
        else:
            copy = QgsFeature(layer.fields())
            copy.setAttributes(feature.attributes())
            copy.setAttribute(0, None)
            shape.translate(300, 300)
            copy.setGeometry(shape)
            following.after(lambda f=copy: layer.addFeature(f))
        if number % 2:
            assert rows_of(following.engine.ledger()) == as_run(following.engine, session)


def test_several_edits_of_one_turn_are_one_answer(following: Following, layer: Any) -> None:
    answers: list[LiveDelta] = []
    following.check.changed.connect(answers.append)
    ids = sorted(layer.allFeatureIds())[:5]

    def act() -> None:
        layer.beginEditCommand("delete")
        layer.deleteFeatures(ids)
        layer.endEditCommand()

    following.after(act)
    following.qtbot.wait(50)
    assert len(answers) == 1


def test_a_value_without_a_code_is_counted_and_undone(following: Following, layer: Any) -> None:
    before = rows_of(following.engine.ledger())
    change = layer.fields().indexOf(CHANGE)
    feature = settlement(layer)
    following.after(lambda: layer.changeAttributeValue(feature.id(), change, "Månlandskap"))
    plan = next(p for p in following.engine.inputs.plans if p.municipality == CODE and p.unmapped)
    assert "Månlandskap" in [value.value for value in plan.unmapped]
    following.after(layer.undoStack().undo)
    assert rows_of(following.engine.ledger()) == before


def test_saving_keeps_what_was_answered(following: Following, layer: Any) -> None:
    feature = settlement(layer)
    copy = QgsFeature(layer.fields())
    copy.setAttributes(feature.attributes())
    copy.setAttribute(0, None)
    shape = QgsGeometry(feature.geometry())
    shape.translate(4_000, 0)
    copy.setGeometry(shape)
    following.after(lambda: layer.addFeature(copy))
    edited = rows_of(following.engine.ledger())
    following.after(lambda: layer.commitChanges(False))
    following.qtbot.wait(50)
    assert rows_of(following.engine.ledger()) == edited
    layer.deleteFeature(max(layer.allFeatureIds()))
    following.after(lambda: layer.commitChanges(False))
    following.qtbot.waitUntil(lambda: following.check.delta.is_empty, timeout=5_000)


def test_the_layer_deleted_while_it_is_followed(following: Following, layer: Any) -> None:
    layer.deleteFeature(settlement(layer).id())
    QgsProject.instance().removeMapLayer(layer.id())
    assert following.check.state is LiveState.OFF
    following.qtbot.wait(50)
    assert following.check.delta.is_empty


def test_the_project_closed_while_the_case_is_read(
    session: Session, layer: QgsVectorLayer, qtbot: Any
) -> None:
    check = LiveCheck(session)
    states: list[LiveState] = []
    check.state_changed.connect(states.append)
    assert check.start(layer)
    QgsProject.instance().clear()
    assert states == [LiveState.READING, LiveState.OFF]
    qtbot.waitUntil(lambda: not task_parts.under_way, timeout=30_000)
    assert check.state is LiveState.OFF
    check.close()


def test_what_cant_be_followed_is_said(session: Session, layer: QgsVectorLayer) -> None:
    check = LiveCheck(session)
    said: list[str] = []
    check.said.connect(said.append)
    other = QgsVectorLayer("Polygon?crs=EPSG:3006", "Skiss", "memory")
    other.startEditing()
    assert not check.start(other)
    assert "Skiss" in said[-1]
    layer.rollBack()
    assert not check.start(layer)
    assert not check.start(None)
    session.case = None
    assert not check.start(layer)
    assert len(set(said)) == 4
    check.close()


def test_keeping_runs_the_check_and_starts_over(
    following: Following, layer: Any, session: Session
) -> None:
    delta = following.after(lambda: layer.deleteFeature(settlement(layer).id()))
    assert not delta.is_empty
    assert following.check.keep()
    assert session.runs == 1
    session.run_stored.emit()
    check = following.check
    following.qtbot.waitUntil(lambda: check.state is LiveState.FOLLOWING, timeout=30_000)
    assert check.delta.is_empty


def test_a_run_that_stores_nothing_leaves_what_was_found(following: Following, layer: Any) -> None:
    delta = following.after(lambda: layer.deleteFeature(settlement(layer).id()))
    assert following.check.keep()  # it is stopped, fails, or is incomplete
    assert following.check.delta == delta
    assert following.check.state is LiveState.FOLLOWING


def test_what_is_edited_while_the_run_goes_on_is_told_on(
    following: Following, layer: Any, session: Session
) -> None:
    check = following.check
    following.after(lambda: layer.deleteFeature(settlement(layer).id()))
    assert check.keep()
    delta = following.after(lambda: layer.deleteFeature(settlement(layer).id()))
    session.run_stored.emit()
    assert check.state is LiveState.FOLLOWING
    assert check.delta == delta
    assert check.keep()
    session.run_stored.emit()
    following.qtbot.waitUntil(lambda: check.state is LiveState.FOLLOWING, timeout=30_000)
    assert check.delta.is_empty


def test_a_layer_whose_editing_has_ended_is_followed_on_once_its_edits_are_stored(
    following: Following, layer: Any, session: Session
) -> None:
    check, said = following.check, list[str]()
    check.said.connect(said.append)
    following.after(lambda: layer.deleteFeature(settlement(layer).id()))
    layer.commitChanges()
    assert check.keep()
    session.run_stored.emit()
    following.qtbot.waitUntil(lambda: check.state is LiveState.FOLLOWING, timeout=30_000)
    assert check.delta.is_empty
    assert said == []
    layer.startEditing()
    assert not following.after(lambda: layer.deleteFeature(settlement(layer).id())).is_empty


def test_the_bar_says_it_lists_it_and_marks_it(
    session: Session, layer: QgsVectorLayer, qtbot: Any
) -> None:
    canvas = QgsMapCanvas()
    check = LiveCheck(session)
    bar = LiveBar(check, lambda: layer, canvas)
    qtbot.addWidget(bar)
    bar.show()
    bar.toggle.click()
    qtbot.waitUntil(lambda: check.state is LiveState.FOLLOWING, timeout=30_000)
    with qtbot.waitSignal(check.changed, timeout=5_000):
        layer.deleteFeature(settlement(layer).id())
    assert bar.status.text().startswith(("+", "\u2212"))
    assert bar.list.count() == len(check.delta.new) + len(check.delta.resolved)
    assert bar.marks is not None
    assert bar.marks.bands
    assert bar.show_list.isVisible()
    bar.toggle.click()
    assert bar.marks.bands == []
    assert check.state is LiveState.OFF
    check.close()


def test_editing_that_ended_is_told_and_followed_when_it_begins_again(
    following: Following, layer: QgsVectorLayer, qtbot: Any
) -> None:
    check = following.check
    bar = LiveBar(check, lambda: layer)
    qtbot.addWidget(bar)
    told = bar.status.text
    following.after(lambda: layer.deleteFeature(settlement(layer).id()))
    changes = told()
    ends = ("Lagret Bostäder (arbetslager) är inte i redigeringsläge.",
            "The layer Bostäder (arbetslager) is not in edit mode.")  # fmt: skip
    following.after(layer.rollBack)
    qtbot.waitUntil(lambda: check.delta.is_empty, timeout=5_000)
    assert told() in ends
    layer.startEditing()
    assert told() not in ends and "Bostäder" in told()
    following.after(lambda: layer.deleteFeature(settlement(layer).id()))
    assert told() == changes
    following.after(layer.commitChanges)
    qtbot.wait(50)
    assert told().startswith(changes) and told().endswith(ends)  # saved: the difference is there


def test_with_the_real_session_what_is_kept_is_in_the_next_result(
    review: Any, county: Path, qtbot: Any
) -> None:
    path = county.parent / "op" / "op_kalmar.gpkg"
    layer = QgsVectorLayer(f"{path}|layername={NAME}", "Bostäder", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    session = review.session
    check = LiveCheck(session)
    assert check.start(layer)
    qtbot.waitUntil(lambda: check.state is LiveState.FOLLOWING, timeout=30_000)
    with qtbot.waitSignal(check.changed, timeout=5_000):
        layer.deleteFeature(settlement(layer).id())
    gone = {(f.rule_id, f.partition, f.label) for f in check.delta.resolved}
    assert gone
    found = findings_kept(session, check, qtbot)
    assert found
    assert not gone & found
    check.close()
    layer.rollBack()


def test_a_layer_that_qgis_can_not_read_does_not_look_deleted(
    following: Following, layer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    following.check.said.connect(said.append)
    chosen = settlement(layer).id()
    monkeypatch.setattr("strukturbild.layers.snapshot._is_readable", lambda _layer: False)
    layer.deleteFeature(chosen)
    following.qtbot.waitUntil(lambda: following.check.state is LiveState.OFF)
    assert "Bostäder" in said[-1]
