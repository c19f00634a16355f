"""The zip holds the plugin, all of it and nothing else, and QGIS loads it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NEEDED = [
    "metadata.txt",
    "__init__.py",
    "plugin.py",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "processing/provider.py",
    "layers/inputs.py",
    "alignment/runner/run.py",
    "resources/icons/strukturbild.svg",
    "resources/i18n/strukturbild_sv.qm",
    "resources/messages/processing.yaml",
    "resources/rulesets/generic/ruleset.yaml",
    "resources/profiles/op_modell_2_1.yaml",
    "resources/sample/kalmar.strukturbild.yaml",
    "resources/sample/strukturbild.gpkg",
]
ROOMS = {
    "alignment", "docs", "layers", "processing", "reports", "resources", "review", "styles", "ui",
}  # fmt: skip
LINK = re.compile(r"\]\(([^)#:]+)[^)]*\)")
FILES = {"metadata.txt", "__init__.py", "plugin.py", "README.md", "LICENSE", "CHANGELOG.md"}
LARGEST_MB = 10


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of the files as they are now, committed or not, made by scripts/package."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    folder = tmp_path_factory.mktemp("package")
    objects = folder / "objects"
    objects.mkdir()
    environment = {
        **os.environ,
        "GIT_INDEX_FILE": str(folder / "index"),
        "GIT_OBJECT_DIRECTORY": str(objects),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(ROOT / ".git" / "objects"),
    }
    run = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True}
    subprocess.run(["git", "add", "--all", "."], **run, check=True)
    tree = subprocess.run(["git", "write-tree"], **run, check=True).stdout.strip()
    target = folder / "strukturbild.zip"
    subprocess.run(["bash", "scripts/package", tree, str(target)], **run, check=True)
    return target


def test_package_holds_the_plugin_and_nothing_else(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    assert {name.split("/")[0] for name in names} == {"strukturbild"}
    inside = [name.partition("/")[2] for name in names]
    assert [name for name in NEEDED if name not in inside] == []
    strange = [n for n in inside if n.split("/")[0] not in ROOMS and n not in FILES]
    assert strange == []
    assert [n for n in inside if n.endswith((".pyc", ".ts", ".orig")) or "__pycache__" in n] == []


@pytest.mark.parametrize("page", ["README.md", "docs/guide/README.md", "docs/guide/en.md"])
def test_pages_that_help_opens_lead_somewhere(package: Path, page: str) -> None:
    with zipfile.ZipFile(package) as archive:
        names = {name.partition("/")[2].rstrip("/") for name in archive.namelist()}
        text = archive.read(f"strukturbild/{page}").decode()
    links = {os.path.normpath(Path(page).parent / link) for link in LINK.findall(text)}
    assert links
    assert links - names == set()


def test_package_is_small(package: Path) -> None:
    assert package.stat().st_size < LARGEST_MB * 1_000_000


def test_package_loads_in_a_fresh_profile(package: Path, tmp_path: Path) -> None:
    if shutil.which("qgis_process") is None:
        pytest.skip("QGIS is not installed")
    plugins = tmp_path / "plugins å ä ö"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(plugins)
    environment = {
        **os.environ,
        "QGIS_PLUGINPATH": str(plugins),
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "en_US.UTF-8",
    }
    run = {"env": environment, "cwd": tmp_path, "capture_output": True, "text": True}
    enabled = subprocess.run(
        ["qgis_process", "plugins", "enable", "strukturbild"], **run, check=False
    )
    assert enabled.returncode == 0, enabled.stdout + enabled.stderr
    listed = subprocess.run(["qgis_process", "list"], **run, check=True)
    for name in ("checkcounty", "checkalignment", "mapplan", "inspectinputs", "areaaccount"):
        assert f"strukturbild:{name}" in listed.stdout, listed.stderr
