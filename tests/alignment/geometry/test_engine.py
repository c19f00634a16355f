"""shapely missing or older than 2: one problem that names the package, at first use only."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
sys.path.insert(0, {fake!r})
sys.path.append({plugins!r})
from strukturbild.alignment.geometry.arrays import geometries
from strukturbild.alignment.problems import MissingDependency
from strukturbild.alignment.geometry import overlay
try:
    overlay.union_all(geometries([]))
except MissingDependency as error:
    print(error.problems[0].code, error.problems[0].params.get("found", ""))
"""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise ImportError('no shapely')", "dependency_missing"),
        ("__version__ = '1.8.5'\nclass STRtree: pass", "dependency_too_old 1.8.5"),
    ],
)
def test_a_shapely_that_will_not_do_is_named(tmp_path, root, source, said):
    package = tmp_path / "shapely"
    package.mkdir()
    (package / "__init__.py").write_text(source, encoding="utf-8")
    program = PROGRAM.format(fake=str(tmp_path), plugins=str(root / "build" / "plugins"))
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() == said, ran.stderr
