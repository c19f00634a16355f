"""The wizard driven as a planner would, to a setup file that a run accepts."""

from __future__ import annotations

import dataclasses
import importlib.util
import shutil
import threading
import time
from pathlib import Path
from typing import Any, Sequence

import pytest
from qgis.core import QgsFeature, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtWidgets import QStyleOptionViewItem
from strukturbild.alignment.checks import KINDS
from strukturbild.alignment.mapping import load_profile
from strukturbild.alignment.progress import Cancelled, SilentProgress
from strukturbild.alignment.ruleset.load import load_rule_set
from strukturbild.alignment.runner import run
from strukturbild.alignment.setup.read import read_case
from strukturbild.layers.inputs import read_inputs
from strukturbild.layers.profile_file import write_profile
from strukturbild.ui.new_case import making
from strukturbild.ui.new_case.draft import Draft, profiles_of
from strukturbild.ui.new_case.dry_run import DryRun
from strukturbild.ui.new_case.mapping_table import BECOMES
from strukturbild.ui.new_case.plan_mapping import Target
from strukturbild.ui.new_case.project_layers import ProjectLayersDialog
from strukturbild.ui.new_case.reading import looks_in
from strukturbild.ui.new_case.wizard import NewCaseWizard

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parents[1] / "resources"
SAMPLE = RESOURCES / "sample"


@pytest.fixture
def wizard(qtbot: Any, qgis_app: Any) -> Any:
    made = NewCaseWizard(None, QgsProject())
    qtbot.addWidget(made, before_close_func=unasked)
    made.show()
    return made


def unasked(wizard: NewCaseWizard) -> None:
    """Closing a test's wizard is not asked about: nobody is there to answer."""
    wizard.case.is_filled_in = False


def settled(qtbot: Any, wizard: NewCaseWizard) -> None:
    qtbot.waitUntil(lambda: not wizard.case.is_busy, timeout=60_000)


def findings(setup: Path, code: str, **changes: Any) -> set[tuple[str, str, str]]:
    """Rule, outcome and object of what a run finds in one municipality, pairs left out."""
    case = read_case(setup)
    only = dataclasses.replace(case.municipalities, only=(code,), **changes)
    case = dataclasses.replace(case, municipalities=only, overrides=())
    inputs = read_inputs(case, RESOURCES, SilentProgress())
    result = run(case, inputs, load_rule_set(case.rules.rule_set, KINDS, RESOURCES))
    assert result.complete
    ledger = result.ledger
    return {
        (str(ledger.rule_id[n]), str(ledger.outcome[n]), str(ledger.key[n]))
        for n in range(len(ledger))
        if str(ledger.partition[n]) == code
    }


def test_the_sample_municipality(qtbot: Any, wizard: NewCaseWizard, tmp_path: Path) -> None:
    settled(qtbot, wizard)
    wizard.currentPage().browse_layer("nodes", str(SAMPLE / "strukturbild.gpkg"))
    settled(qtbot, wizard)
    assert set(wizard.case.draft.regional) == {
        "typology", "nodes", "links", "municipalities", "localities", "stops", "sea"
    }  # fmt: skip
    assert wizard.currentPage().isComplete()
    wizard.next()
    wizard.case.add_plan_files([str(SAMPLE / "op" / "op_kalmar.gpkg")])
    settled(qtbot, wizard)
    plan = wizard.case.draft.plans[0]
    assert (plan.municipality, plan.municipality_name) == ("0880", "Kalmar kommun")
    assert all(layer.profile == "op_modell_2_1" and not layer.is_own for layer in plan.layers)
    assert wizard.case.draft.rule_set == "kalmar"
    wizard.currentPage().form.changed.emit(
        {"adopted_on": "2023-05-22", "in_force_on": "2023-06-26"}
    )
    wizard.currentPage().add_plan.click()
    wizard.case.add_plan_files([str(SAMPLE / "op" / "op_kalmar_fordjupning.gpkg")])
    settled(qtbot, wizard)
    assert wizard.case.draft.plans[1].municipality == "0880"
    assert not wizard.currentPage().isComplete()  # two municipality-wide plans
    wizard.currentPage().form.changed.emit({"plan_type": "deepening"})
    wizard.next()
    wizard.next()
    settled(qtbot, wizard)
    assert wizard.currentPage().live.lines()
    wizard.case.set_place(str(tmp_path / "Kalmar å"))
    assert wizard.currentPage().isComplete()
    wizard.accept()
    assert wizard.setup_path == tmp_path / "Kalmar å.strukturbild.yaml"
    assert findings(wizard.setup_path, "0880") == findings(
        SAMPLE / "kalmar.strukturbild.yaml", "0880"
    )


def test_a_county_with_one_plan_gets_rows_for_every_municipality(
    qtbot: Any, wizard: NewCaseWizard, tmp_path: Path
) -> None:
    wizard.currentPage().browse_layer("nodes", str(SAMPLE / "strukturbild.gpkg"))
    settled(qtbot, wizard)
    wizard.next()
    wizard.case.add_plan_files([str(SAMPLE / "op" / "op_kalmar.gpkg")])
    settled(qtbot, wizard)
    page = wizard.currentPage()
    assert page.without_plan.isVisible() and not page.without_plan.isChecked()
    qtbot.mouseClick(page.without_plan, Qt.MouseButton.LeftButton, pos=in_box(page.without_plan))
    settled(qtbot, wizard)
    assert any("11" in line for line in page.live.lines())
    wizard.case.set_place(str(tmp_path / "lan"))
    wizard.next()
    wizard.next()
    wizard.accept()
    assert wizard.setup_path is not None
    case = read_case(wizard.setup_path)
    assert case.municipalities.only == () and len(case.plans) == 1
    inputs = read_inputs(case, RESOURCES, SilentProgress())
    result = run(case, inputs, load_rule_set(case.rules.rule_set, KINDS, RESOURCES))
    partitions = {str(partition) for partition in result.ledger.partition}
    assert {"0880", "0834", "0885"} <= partitions


def in_box(box: Any) -> QPoint:
    """Where a check box takes clicks also when it is wider than its text."""
    return QPoint(8, box.height() // 2)


def test_nothing_of_the_form_is_cut_on_a_small_screen(wizard: NewCaseWizard) -> None:
    form = wizard.case_pages[1].form
    for combo in (form.kind, form.residual, form.stage):
        texts = [combo.itemText(row) for row in range(combo.count())]
        widest = max(combo.fontMetrics().horizontalAdvance(text) for text in texts)
        assert combo.minimumSizeHint().width() > widest
    assert wizard.case_pages[1].minimumSizeHint().width() < 1366


def test_own_words_are_placed_and_written_as_a_profile(
    qtbot: Any, wizard: NewCaseWizard, tmp_path: Path
) -> None:
    wizard.currentPage().browse_layer("nodes", str(SAMPLE / "strukturbild.gpkg"))
    settled(qtbot, wizard)
    wizard.next()
    wizard.case.add_plan_files([str(SAMPLE / "op" / "op_morbylanga.gpkg")])
    settled(qtbot, wizard)
    page = wizard.currentPage()
    rows = page.mapping.model.rows
    assert rows[0].is_open and all(row.row.target is None for row in rows)
    index = page.mapping.model.index(0, 4)
    target = rows[0].proposal
    assert page.mapping.model.setData(index, target)  # what the list of codes does
    assert sum(not row.is_open for row in page.mapping.model.rows) == 1
    assert page.mapping.model.rows[0].row.target == target  # it stays where it was clicked
    page.mapping.accept_proposals()
    settled(qtbot, wizard)
    open_rows = [row for row in page.mapping.model.rows if row.is_open]
    assert all(row.row.column != "category" for row in open_rows)
    assert any("181 av 181" in line or "181 of 181" in line for line in page.live.lines())
    page.mapping.search.setText("aker")
    assert page.mapping.shown.rowCount() == 1
    wizard.case.set_place(str(tmp_path / "m.strukturbild.yaml"))
    wizard.next()
    wizard.next()
    wizard.accept()
    assert wizard.setup_path is not None
    assert (tmp_path / "m.profil.yaml").is_file()
    case = read_case(wizard.setup_path)
    assert {source.profile for source in case.plans[0].sources} == {str(tmp_path / "m.profil.yaml")}
    assert findings(wizard.setup_path, "0840")


def test_a_temporary_layer_is_refused_in_words(qtbot: Any, qgis_app: Any) -> None:
    project = QgsProject()
    layer = QgsVectorLayer("Point?crs=EPSG:3006&field=node_id:string&field=name:string",
                           "noder", "memory")  # fmt: skip
    project.addMapLayer(layer)
    wizard = NewCaseWizard(None, project)
    qtbot.addWidget(wizard)
    wizard.show()
    settled(qtbot, wizard)
    page = wizard.currentPage()
    assert "nodes" not in wizard.case.draft.regional
    assert "noder" in page.pickers["nodes"].hint.text()
    assert not page.isComplete()
    project.removeAllMapLayers()  # what is shown are records: nothing is left to crash
    page.refresh()
    wizard.reject()


def test_closing_while_it_reads(qtbot: Any, qgis_app: Any) -> None:
    wizard = NewCaseWizard(None, QgsProject())
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.currentPage().browse_layer("nodes", str(SAMPLE / "strukturbild.gpkg"))
    qtbot.wait(30)
    wizard.reject()
    qtbot.wait(300)
    assert wizard.setup_path is None and not wizard.case.is_busy


def test_a_foreign_plan_of_45_shapefiles(
    qtbot: Any, wizard: NewCaseWizard, shared_data: Path, tmp_path: Path
) -> None:
    plan = shared_data / "tampere_yk2040"
    if not plan.is_dir():
        pytest.skip("Tampere's plan is not here")
    spec = importlib.util.spec_from_file_location("tampere", HERE.parent / "real" / "tampere.py")
    assert spec is not None and spec.loader is not None
    tampere = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tampere)
    tampere.write_case(plan, tmp_path, tmp_path / "none.yaml")
    for table in ("nodes", "links", "typology", "municipalities", "localities"):
        wizard.currentPage().browse_layer(table, str(tmp_path / f"{table}.geojson"))
        settled(qtbot, wizard)
    wizard.next()
    wizard.case.add_plan_files([str(plan)])
    settled(qtbot, wizard)
    draft = wizard.case.draft.plans[0]
    assert len(draft.layers) == 45 and draft.municipality == "0837"
    page = wizard.currentPage()
    rows = page.mapping.model.rows
    uses = next(n for n, r in enumerate(rows) if "kayttotarkoitusalueet" in r.look.name)
    page.mapping.table.selectRow(
        page.mapping.shown.mapFromSource(page.mapping.model.index(uses, 0)).row()
    )
    combo = page.mapping.use_field
    combo.setCurrentIndex(combo.findData("Kayttotark"))
    wizard.show()
    combo.setFocus()
    combo.activated.emit(combo.currentIndex())
    assert combo.hasFocus() and combo.currentData() == "Kayttotark"
    codes = {"A": "SB", "C": "MB", "T": "VI", "V": "GP", "W": "VA", "SL": "NF"}
    for value, code in codes.items():
        row = next(
            n for n, r in enumerate(page.mapping.model.rows)
            if (r.row.field, r.row.value) == ("Kayttotark", value)
        )  # fmt: skip
        index = page.mapping.model.index(row, 4)
        assert page.mapping.model.setData(index, Target("land_use", "category", code))
    settled(qtbot, wizard)
    wizard.next()
    wizard.next()
    wizard.case.set_place(str(tmp_path / "kantakaupunki"))
    wizard.accept()
    assert wizard.setup_path is not None
    case = read_case(wizard.setup_path)
    assert case.crs == "EPSG:3878" and len(case.plans[0].sources) == 45
    found = {rule for rule, _, _ in findings(wizard.setup_path, "0837")}
    assert {"U1", "U3", "N1", "S1", "T1"} <= found


def test_a_folder_holds_more_than_the_plan(
    qtbot: Any, wizard: NewCaseWizard, county: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Höga Kusten & Co (2024), utkast #3 'ny' 100%"
    folder.mkdir()
    shutil.copy(SAMPLE / "strukturbild.gpkg", folder / "Strukturbild [slutlig] v2,1.gpkg")
    shutil.copy(SAMPLE / "op" / "op_morbylanga.gpkg", folder / "ÖP Mörbylånga; antagen é ß.gpkg")
    (folder / "trasig.gpkg").write_bytes(b"not a geopackage")
    (folder / "tom.geojson").write_text("{}")
    for name in ("kalmar.gpkg", "kalmar.granskning.gpkg"):  # what an earlier run left there
        shutil.copy(county.parent / name, folder)
    wizard.currentPage().browse_layer("nodes", str(folder / "Strukturbild [slutlig] v2,1.gpkg"))
    settled(qtbot, wizard)
    wizard.next()
    wizard.case.add_plan_files([str(folder)])
    settled(qtbot, wizard)
    titles = {mapping.look.title for mapping in wizard.case.draft.plans[0].layers}
    plan = looks_in(SAMPLE / "op" / "op_morbylanga.gpkg", lambda: None)
    assert titles == {look.title for look in plan}
    page = wizard.currentPage()
    assert page.mapping.model.rowCount() > 0
    page.mapping.accept_proposals()
    settled(qtbot, wizard)
    assert page.isComplete() and wizard.case.draft.plans[0].municipality == "0840"
    assert "platstypologi" in page.hint.text() and "noder" in page.hint.text()


def test_a_plans_folder_fills_empty_places(
    qtbot: Any, wizard: NewCaseWizard, tmp_path: Path
) -> None:
    shutil.copy(SAMPLE / "strukturbild.gpkg", tmp_path)
    shutil.copy(SAMPLE / "op" / "op_kalmar.gpkg", tmp_path)
    wizard.case.add_plan_files([str(tmp_path)])
    settled(qtbot, wizard)
    assert {"typology", "nodes", "links", "municipalities"} <= set(wizard.case.draft.regional)
    assert not {m.look.title for m in wizard.case.draft.plans[0].layers} & {"noder", "kommuner"}


def test_borders_without_an_area_are_told_where_they_are_chosen(
    qtbot: Any, wizard: NewCaseWizard, tmp_path: Path
) -> None:
    wizard.currentPage().browse_layer("nodes", str(SAMPLE / "strukturbild.gpkg"))
    settled(qtbot, wizard)
    empty = tmp_path / "kommuner.geojson"
    empty.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"code": "0880", "name": "Kalmar"}, "geometry": {"type": "Polygon", "coordinates": []}}]}'
    )
    wizard.next()
    wizard.case.add_plan_files([str(SAMPLE / "op" / "op_kalmar.gpkg")])
    settled(qtbot, wizard)
    wizard.currentPage().browse_layer("municipalities", str(empty))
    settled(qtbot, wizard)
    page = wizard.currentPage()
    assert page.borders.combo.currentText() == "kommuner"
    assert any(line.startswith("!") and "Kalmar" in line for line in page.live.lines())


def project_with(*uris: str) -> QgsProject:
    project = QgsProject()
    for uri in uris:
        layer = QgsVectorLayer(uri, uri.rpartition("=")[2], "ogr")
        assert layer.isValid(), uri
        project.addMapLayer(layer)
    return project


def in_file(path: Path, names: Sequence[str] = ()) -> list[str]:
    found = looks_in(path, lambda: None)
    return [look.source.uri for look in found if not names or look.name in names]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> list[ProjectLayersDialog]:
    """Dialogs about the project's layers are kept, not shown; each test answers them."""
    asked: list[ProjectLayersDialog] = []
    monkeypatch.setattr(ProjectLayersDialog, "exec", lambda dialog: asked.append(dialog) or 0)
    return asked


def test_a_plans_own_names_are_ticked_and_nothing_else(
    qtbot: Any, answering: list[ProjectLayersDialog], qgis_app: Any
) -> None:
    plan = in_file(SAMPLE / "op" / "op_morbylanga.gpkg")
    project = project_with(*in_file(SAMPLE / "strukturbild.gpkg"), *plan)
    wizard = NewCaseWizard(None, project)
    qtbot.addWidget(wizard)
    settled(qtbot, wizard)
    assert not wizard.case.draft.plans[0].layers  # its words are its own: that is asked about
    wizard.case_pages[1].choose_project_layers()
    (dialog,) = answering
    assert {look.source.uri for look in dialog.chosen()} == set(plan)
    assert f"({len(plan)})" in dialog.add.text() and dialog.add.isEnabled()
    qtbot.mouseClick(dialog.none, Qt.MouseButton.LeftButton)
    assert dialog.chosen() == [] and not dialog.add.isEnabled()
    wizard.reject()


def test_of_two_plans_one_is_chosen_by_search_and_all(
    qtbot: Any, answering: list[ProjectLayersDialog], qgis_app: Any
) -> None:
    plans = [in_file(SAMPLE / "op" / f"op_{name}.gpkg") for name in ("kalmar", "torsas")]
    wizard = NewCaseWizard(None, project_with(*plans[0], *plans[1]))
    qtbot.addWidget(wizard)
    settled(qtbot, wizard)
    wizard.case_pages[1].choose_project_layers()
    (dialog,) = answering
    assert dialog.chosen() == []  # nobody knows which of the two is meant
    assert "op_kalmar.gpkg" in dialog.list.item(0).text() + dialog.list.item(1).text()
    qtbot.keyClicks(dialog.search, "op_torsas")
    qtbot.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
    assert {look.source.uri for look in dialog.chosen()} == set(plans[1])
    wizard.reject()


def test_a_long_layer_name_is_cut_in_the_middle_and_told_in_full(qtbot: Any, qgis_app: Any) -> None:
    name = "Utvecklingsinriktning, " + "mycket lång " * 20 + "yta"
    (look, *_) = looks_in(SAMPLE / "op" / "op_kalmar.gpkg", lambda: None)
    dialog = ProjectLayersDialog(None, [dataclasses.replace(look, title=name)], ())
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.textElideMode() == Qt.TextElideMode.ElideMiddle
    assert dialog.list.visualItemRect(dialog.list.item(0)).width() <= dialog.list.viewport().width()
    assert dialog.list.item(0).toolTip().startswith(name)
    ordinary = "Utvecklingsinriktning_sammanhangande_bostadsbebyggelse_yta  (op_kalmar_2023.gpkg)"
    assert dialog.list.viewport().width() > dialog.fontMetrics().horizontalAdvance(ordinary)


def test_place_types_of_a_regions_own_are_clicked_into_place(
    qtbot: Any, wizard: NewCaseWizard, tmp_path: Path
) -> None:
    source = QgsVectorLayer(f"{SAMPLE / 'strukturbild.gpkg'}|layername=platstypologi", "p", "ogr")
    own = {"inner_urban": "A1", "outer_urban": "A2"}  # the rest have labels that are known
    layer = QgsVectorLayer("Polygon?crs=EPSG:3006&field=klass:string", "typ", "memory")
    copies = []
    for feature in source.getFeatures():
        copy = QgsFeature(layer.fields())
        code = feature["class_code"]
        copy.setAttribute("klass", own.get(code, code))
        copy.setGeometry(feature.geometry())
        copies.append(copy)
    layer.dataProvider().addFeatures(copies)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    path = tmp_path / "platstypologi_egen.gpkg"
    QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), QgsProject.instance().transformContext(), options
    )
    wizard.currentPage().browse_layer("typology", str(path))
    settled(qtbot, wizard)
    page = wizard.currentPage()
    assert page.table.isVisible()
    waiting = [row.row.value for row in page.values.rows if row.is_open]
    assert sorted(waiting) == ["A1", "A2"]
    assert any(line.startswith("?") and "platstypologi_egen" in line for line in page.live.lines())
    for value, code in (("A1", "inner_urban"), ("A2", "outer_urban")):
        row = next(n for n, entry in enumerate(page.values.rows) if entry.row.value == value)
        index = page.values.index(row, BECOMES)
        delegate = page.table.itemDelegateForColumn(BECOMES)
        editor = delegate.createEditor(page.table.viewport(), QStyleOptionViewItem(), index)
        names = [editor.itemText(n) for n in range(editor.count())]
        assert len(names) == 8 and not any("_" in name for name in names)
        offered = [editor.itemData(n) for n in range(editor.count())]
        editor.setCurrentIndex(offered.index(Target("typology", "class_code", code)))
        delegate.setModelData(editor, page.values, index)
        editor.deleteLater()
    settled(qtbot, wizard)
    assert page.table.isVisible() and not any(row.is_open for row in page.values.rows)
    count = source.featureCount()
    assert any(line.startswith("✓") and f"{count}" in line for line in page.live.lines())
    places = {0: tmp_path / "egen.profil.yaml"}
    write_profile(profiles_of(wizard.case.draft, wizard.case.shipped)[0], places[0])
    (entry,) = load_profile(str(places[0]), RESOURCES).sources
    assert entry.columns["class_code"].values["a1"] == "inner_urban"


def test_place_types_in_words_that_nobody_knows_are_asked_about(
    qtbot: Any, wizard: NewCaseWizard, tmp_path: Path
) -> None:
    square = "[[[0,0],[9,0],[9,9],[0,0]]]"
    features = ",".join(
        f'{{"type":"Feature","properties":{{"klass":"{name}"}},'
        f'"geometry":{{"type":"Polygon","coordinates":{square}}}}}'
        for name in ("Röd", "Blå")
    )
    path = tmp_path / "platstyper.geojson"
    path.write_text(f'{{"type":"FeatureCollection","features":[{features}]}}', encoding="utf-8")
    wizard.currentPage().browse_layer("typology", str(path))
    settled(qtbot, wizard)
    page = wizard.currentPage()
    assert [row.row.value for row in page.values.rows] == ["Blå", "Röd"]
    assert page.table.isVisible() and page.found.text()


class Heartbeat:
    """How long the window did not answer, at its longest, in ms."""

    def __init__(self) -> None:
        self.longest, self.last = 0.0, time.perf_counter()
        self.timer = QTimer()
        self.timer.setInterval(2)
        self.timer.timeout.connect(self._beat)
        self.timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, 1000 * (now - self.last))
        self.last = now


def test_trying_a_case_runs_beside_the_window(
    qtbot: Any, wizard: NewCaseWizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dry run that takes long: the window answers, the box says so, and a choice starts anew."""
    started: list[int] = []

    def slow(draft: Draft, shipped: Any, progress: Any) -> DryRun:
        started.append(threading.get_ident())
        until = time.monotonic() + 1.0
        while time.monotonic() < until:
            if progress.is_cancelled():
                raise Cancelled
            time.sleep(0.01)
        return DryRun()

    settled(qtbot, wizard)
    monkeypatch.setattr(making, "dry_run", slow)
    page = wizard.currentPage()
    beat = Heartbeat()
    qtbot.keyClicks(page.date, "2024-01-0")
    qtbot.keyClicks(page.date, "1")
    qtbot.waitUntil(lambda: len(started) == 1, timeout=5000)
    assert page.live.bar.isVisible()
    page.matching.setCurrentIndex(1)
    page.matching.activated.emit(1)  # the first one is not waited for
    qtbot.waitUntil(lambda: len(started) == 2, timeout=5000)
    settled(qtbot, wizard)
    assert not page.live.bar.isVisible()
    assert threading.get_ident() not in started
    assert beat.longest < 900  # the dry run took a second, and a busy machine some more
