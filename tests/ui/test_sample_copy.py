"""The copy of the sample county: what someone saved in it is never overwritten."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
# of version 1; when the sample changes after a release, `ui.places.SAMPLE_VERSION` goes up with it
CONTENT = "53e83880e9e9c929"


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qgis_app: Any) -> Any:
    from strukturbild.ui import places  # noqa: PLC0415 - after QGIS was started

    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", lambda: f"{tmp_path}/")
    return places


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def test_what_was_saved_in_the_copy_stays(places: Any) -> None:
    setup = places.sample_setup()
    assert contents(setup.parent) == contents(SAMPLE)
    plan = setup.parent / "op" / "op_torsas.gpkg"
    with closing(sqlite3.connect(plan)) as connection:
        connection.execute("CREATE TABLE own (words TEXT)")
    setup.write_text(setup.read_text(encoding="utf-8") + "# mitt\n", encoding="utf-8")
    mine = contents(setup.parent)
    assert places.sample_setup() == setup
    assert contents(setup.parent) == mine


def test_what_the_copy_lacks_comes_back(places: Any) -> None:
    setup = places.sample_setup()
    (setup.parent / "strukturbild.gpkg").unlink()
    shutil.rmtree(setup.parent / "op" / "monsteras")
    places.sample_setup()
    assert contents(setup.parent) == contents(SAMPLE)
    shutil.rmtree(setup.parent)
    places.sample_setup()
    assert contents(setup.parent) == contents(SAMPLE)


def test_another_version_of_the_sample_is_copied_elsewhere(
    places: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = places.sample_setup()
    first.write_text("# mitt", encoding="utf-8")
    monkeypatch.setattr(places, "SAMPLE_VERSION", 2)
    second = places.sample_setup()
    assert second.parent != first.parent
    assert contents(second.parent) == contents(SAMPLE)
    assert first.read_text(encoding="utf-8") == "# mitt"


def test_a_copying_that_breaks_off_leaves_no_half_file(
    places: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from strukturbild.alignment.problems import InputError  # noqa: PLC0415

    def half(_source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(places.shutil, "copyfile", half)
        with pytest.raises(InputError):
            places.sample_setup()
    setup = places.sample_setup()
    assert contents(SAMPLE).items() <= contents(setup.parent).items()


def test_the_version_of_the_sample_goes_up_with_its_files(places: Any) -> None:
    digest = hashlib.sha256()
    for name, content in contents(SAMPLE).items():
        digest.update(name.encode() + b"\0" + content)
    assert (places.SAMPLE_VERSION, digest.hexdigest()[:16]) == (1, CONTENT)
