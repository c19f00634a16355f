"""Real `qgis_process` runs in a fresh profile, and the provider in a test's own QGIS."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "resources" / "sample"

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.append(str(ROOT / "tests" / "layers"))  # the county that is spoilt, and its files


@dataclass
class Ran:
    """One `qgis_process` run."""

    code: int
    out: str
    err: str

    @property
    def results(self) -> dict[str, Any]:
        return json.loads(self.out)["results"]


class QgisProcess:
    """`qgis_process` with the plugin, in a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "QGIS_PLUGINPATH": str(ROOT / "build" / "plugins"),
            "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONSAFEPATH": "1",
            "LANG": "en_US.UTF-8",
        }
        self.call("plugins", "enable", "strukturbild")

    def call(self, *arguments: str, language: str = "en_US.UTF-8") -> Ran:
        done = subprocess.run(
            ["qgis_process", *arguments],
            env={**self.environment, "LANG": language},
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def run(
        self, algorithm: str, *arguments: str, language: str = "en_US.UTF-8", **given: Any
    ) -> Ran:
        values = [f"{name}={value}" for name, value in given.items()]
        return self.call(
            "--json",
            "run",
            f"strukturbild:{algorithm}",
            *arguments,
            "--",
            *values,
            language=language,
        )


@pytest.fixture(scope="session")
def qgis_process(tmp_path_factory: pytest.TempPathFactory) -> QgisProcess:
    if shutil.which("qgis_process") is None:
        pytest.skip("QGIS is not installed")
    return QgisProcess(tmp_path_factory.mktemp("profil å ä ö"))


@pytest.fixture(scope="session")
def sample_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample county in a folder with spaces and åäö."""
    folder = tmp_path_factory.mktemp("län med å ä ö") / "exempel"
    shutil.copytree(SAMPLE, folder)
    return folder


@pytest.fixture
def provider(qgis_processing: Any) -> Any:
    """The provider, registered in this process."""
    from qgis.core import QgsApplication  # noqa: PLC0415 - after QGIS was started
    from strukturbild.processing.provider import StrukturbildProvider  # noqa: PLC0415

    provider = StrukturbildProvider()
    registry = QgsApplication.processingRegistry()
    registry.addProvider(provider)
    yield provider
    registry.removeProvider("strukturbild")


@pytest.fixture
def county(provider: Any, tmp_path: Path) -> Any:
    """A valid county of two municipalities with its setup file, to be spoilt."""
    from county_case import County  # noqa: PLC0415 - after QGIS was started

    return County(tmp_path)


@pytest.fixture
def in_language(provider: Any) -> Any:
    """Sets the language of QGIS's interface for one test."""
    from qgis.core import QgsSettings  # noqa: PLC0415 - after QGIS was started

    def use(language: str) -> None:
        QgsSettings().setValue("locale/overrideFlag", True)
        QgsSettings().setValue("locale/userLocale", language)

    yield use
    QgsSettings().remove("locale")
