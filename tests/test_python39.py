"""Everything that is shipped is Python 3.9: some QGIS builds are that old."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("alignment", "layers", "processing", "ui", "review", "reports")
MODULES = sorted(
    [
        ROOT / "__init__.py",
        ROOT / "plugin.py",
        *(p for r in ROOMS for p in (ROOT / r).rglob("*.py")),
    ]
)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_module_is_python_39(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
    unions = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(
            isinstance(n, ast.BinOp) and isinstance(n.op, ast.BitOr) and _names_types(n)
            for n in ast.walk(node.value)
        )
    ]
    assert not unions, f"X | Y as a value needs Python 3.10: line {unions[0].lineno}"
    annotated = any(isinstance(n, (ast.FunctionDef, ast.AnnAssign)) for n in ast.walk(tree))
    futures = [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == "__future__"]
    assert futures or not annotated, "from __future__ import annotations keeps annotations unread"


def _names_types(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    return any(isinstance(side, ast.Constant) and side.value is None for side in sides)
