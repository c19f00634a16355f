"""The sample county runs whole in QGIS itself, whose GEOS is not that of the tests."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_run_in_qgis_process_is_complete(tmp_path: Path) -> None:
    if shutil.which("qgis_process") is None:
        pytest.skip("QGIS is not installed")
    environment = {
        **os.environ,
        "QGIS_PLUGINPATH": str(ROOT / "build" / "plugins"),
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    subprocess.run(
        ["qgis_process", "plugins", "enable", "strukturbild"],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    setup = ROOT / "resources" / "sample" / "kalmar.strukturbild.yaml"
    given = [f"SETUP={setup}", f"OUTPUT={tmp_path / 'kalmar.gpkg'}"]
    done = subprocess.run(
        ["qgis_process", "run", "strukturbild:checkcounty", "--", *given],
        env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    status = json.loads((tmp_path / "kalmar.status.json").read_text("utf-8"))
    assert done.returncode == 0 and status["complete"], done.stdout + done.stderr
    assert "Warning: invalid value" not in done.stderr
    with closing(sqlite3.connect(tmp_path / "kalmar.gpkg")) as connection:
        counted = connection.execute(
            "SELECT outcome, count(*) FROM ledger WHERE counted GROUP BY outcome"
        ).fetchall()
    assert {outcome: n for outcome, n in status["counts"].items() if n} == dict(counted)
