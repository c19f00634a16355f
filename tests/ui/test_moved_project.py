"""A project with the map of its case, moved or copied with the case's folder, or left by it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication

PATIENCE = 30_000


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "profil"
    folder.mkdir()
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", lambda: f"{folder}/")
    return folder


@pytest.fixture
def kept(dock: Any, project: Any, profile: Path, county: Path, qtbot: Any) -> Path:
    """A project with a case's map, saved beside the case and let go of."""
    assert dock.session.open_case(county)
    dock.case_map.show()
    quiet(dock, qtbot)
    saved = county.with_name("karta.qgz")
    assert project.write(str(saved))
    project.clear()
    return saved


def quiet(dock: Any, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: dock.session.case is not None, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: not dock.session.opening.active and not dock.case_map.active, timeout=PATIENCE
    )


def read(dock: Any, project: Any, saved: Path, qtbot: Any) -> None:
    assert project.read(str(saved))
    quiet(dock, qtbot)


def lost(project: Any) -> list[str]:
    return sorted(layer.name() for layer in project.mapLayers().values() if not layer.isValid())


def renderers(project: Any) -> list[tuple[str, str]]:
    layers = project.mapLayers().values()
    return sorted((layer.name(), layer.renderer().type()) for layer in layers)


def groups(project: Any) -> list[str]:
    return [group.name() for group in project.layerTreeRoot().findGroups()]


@pytest.mark.parametrize("act", [shutil.move, shutil.copytree])
def test_a_folder_that_moved_or_was_copied_has_its_whole_map(
    act: Any, dock: Any, project: Any, kept: Path, profile: Path, tmp_path: Path, qtbot: Any
) -> None:
    read(dock, project, kept, qtbot)
    assert lost(project) == []
    before, looks, layers = groups(project), renderers(project), len(project.mapLayers())
    gone = project.layerTreeRoot().findGroup("Underlag")
    taken = len(gone.findLayers())
    gone.parent().removeChildNode(gone)
    qtbot.waitUntil(lambda: len(project.mapLayers()) == layers - taken, timeout=PATIENCE)
    project.write(str(kept))
    project.clear()
    new = tmp_path / "djupt" / "nere"
    new.parent.mkdir()
    act(str(kept.parent), str(new))
    read(dock, project, new / kept.name, qtbot)
    assert dock.session.setup_path == new / "kalmar.strukturbild.yaml"
    assert lost(project) == []
    assert len(project.mapLayers()) == layers - taken  # what was taken away stays away
    assert all(layer.readOnly() for layer in project.mapLayers().values())
    dock.case_menu.show_map.trigger()
    quiet(dock, qtbot)
    assert groups(project) == before
    assert renderers(project) == looks


def test_a_case_that_lies_elsewhere_now_takes_its_map_along(
    dock: Any, project: Any, kept: Path, tmp_path: Path, qtbot: Any
) -> None:
    alone = tmp_path / "ensam" / "karta.qgz"
    alone.parent.mkdir()
    shutil.move(kept, alone)
    new = tmp_path / "annan plats"
    shutil.move(kept.parent, new)
    assert project.read(str(alone))
    qtbot.wait(100)
    assert dock.session.case is None
    assert lost(project) != []
    dock.session.opening.start(open_order(new / "kalmar.strukturbild.yaml"))
    quiet(dock, qtbot)
    assert lost(project) == []
    assert groups(project).count("Kalmar län") == 1


def test_two_cases_of_one_name_have_copies_of_their_own(
    dock: Any, project: Any, kept: Path, profile: Path, tmp_path: Path, qtbot: Any
) -> None:
    read(dock, project, kept, qtbot)
    other = tmp_path / "annat" / "kalmar.strukturbild.yaml"
    shutil.copytree(kept.parent, other.parent)
    dock.session.opening.start(open_order(other, mapped=True))
    qtbot.waitUntil(lambda: dock.session.setup_path == other, timeout=PATIENCE)
    quiet(dock, qtbot)
    assert groups(project).count("Kalmar län") == 2
    copies = [
        str(Path(layer.source().split("|")[0]).parent)
        for layer in project.mapLayers().values()
        if layer.source().startswith(str(profile))
    ]
    assert len(set(copies)) == 2
    assert copies.count(copies[0]) * 2 == len(copies)


def open_order(setup: Path, mapped: bool = False) -> Any:
    from strukturbild.ui.opening import OpenOrder  # noqa: PLC0415 - after QGIS was started

    return OpenOrder(setup, mapped=mapped)


def test_a_copy_beside_the_first_reads_files_of_its_own(
    dock: Any, project: Any, kept: Path, tmp_path: Path, qtbot: Any
) -> None:
    first, other = kept.parent, tmp_path / "ÖP 2027"
    shutil.copytree(first, other)
    read(dock, project, other / kept.name, qtbot)
    assert dock.session.setup_path == other / "kalmar.strukturbild.yaml"
    assert files_read(project, str(first)) == set()
    own = files_read(project, "")
    read(dock, project, kept, qtbot)
    assert files_read(project, str(other)) == set()
    assert not {file for file in own if "strukturbild" in file} & files_read(project, "")


def files_read(project: Any, folder: str) -> set[str]:
    """The files in a folder that the project's layers read."""
    files = (layer.source().split("|")[0] for layer in project.mapLayers().values())
    return {str(Path(file).resolve()) for file in files if file.startswith(folder)}


def test_showing_the_map_reads_the_plans_anew(
    dock: Any, project: Any, kept: Path, qtbot: Any
) -> None:
    read(dock, project, kept, qtbot)
    layer = project.mapLayersByName("Mark- och vattenanvändning")[0]
    before = len(list(layer.getFeatures()))
    copy = layer.source().split("|")[0]
    with sqlite3.connect(copy) as file:  # as though the plan had more since
        for (trigger,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            file.execute(f'DROP TRIGGER "{trigger}"')
        file.execute("DELETE FROM land_use")
    file.close()
    assert list(layer.getFeatures()) == []
    dock.case_menu.show_map.trigger()
    quiet(dock, qtbot)
    layer = project.mapLayersByName("Mark- och vattenanvändning")[0]
    assert len(list(layer.getFeatures())) == before


def test_a_case_of_another_name_leaves_the_map_of_one_that_is_out_of_reach(
    dock: Any, project: Any, kept: Path, tmp_path: Path, qtbot: Any
) -> None:
    other = tmp_path / "annat"
    shutil.copytree(kept.parent, other)
    setup = other / "kalmar.strukturbild.yaml"
    setup.write_text(
        setup.read_text(encoding="utf-8").replace("Kalmar län", "Kalmar, utkast", 1),
        encoding="utf-8",
    )
    alone = tmp_path / "ensam" / "karta.qgz"
    alone.parent.mkdir()
    shutil.move(kept, alone)
    # before the project is read: QGIS goes down where files of open layers are moved
    shutil.move(kept.parent, tmp_path / "utom räckhåll")
    assert project.read(str(alone))
    qtbot.wait(100)
    dock.session.opening.start(open_order(setup, mapped=True))
    qtbot.waitUntil(lambda: dock.session.setup_path == setup, timeout=PATIENCE)
    quiet(dock, qtbot)
    assert sorted(name for name in groups(project) if name.startswith("Kalmar")) == [
        "Kalmar län",
        "Kalmar, utkast",
    ]
