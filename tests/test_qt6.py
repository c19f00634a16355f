"""QGIS 4 has Qt 6: names that PyQt6 lacks, and enum members that go by a former or a short name.

PyQt6 is not imported here: `scripts/test` has its stub files in a folder of their own.
"""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path
from typing import Callable, Iterator

import pytest

ROOT = Path(__file__).resolve().parent.parent
STUBS = ROOT / "build" / "pyqt6" / "PyQt6"
ROOMS = ("plugin.py", "__init__.py", "ui", "processing", "layers", "review", "tests", "scripts")
GONE_METHODS = {"exec_", "print_"}
BOTH = {"QAction", "QActionGroup", "QShortcut"}  # QGIS has them in QtWidgets, too, for either Qt
Imports = dict[str, tuple[str, str]]  # the name used, where it is from and what it is called there


def sources() -> list[Path]:
    paths = (ROOT / room for room in ROOMS)
    return sorted(p for room in paths for p in ([room] if room.is_file() else room.rglob("*.py")))


def imported(tree: ast.AST, start: str) -> Imports:
    """What a module imports by name from modules that begin so."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(start)
        for alias in node.names
    }


def chains(tree: ast.AST) -> Iterator[tuple[str, list[str], int]]:
    """Every `name.a.b` at its longest: the name, [a, b], the line."""
    inner = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner:
            names: list[str] = []
            start: ast.expr = node
            while isinstance(start, ast.Attribute):
                names.insert(0, start.attr)
                start = start.value
            if isinstance(start, ast.Name):
                yield start.id, names, node.lineno


@cache
def stub(module: str) -> dict[str, ast.stmt]:
    """What a module of PyQt6 has, by name."""
    return members(ast.parse((STUBS / f"{module}.pyi").read_text(encoding="utf-8")).body)


def members(body: list[ast.stmt]) -> dict[str, ast.stmt]:
    found: dict[str, ast.stmt] = {}
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            found[node.name] = node
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.update({t.id: node for t in targets if isinstance(t, ast.Name)})
    return found


def lookup(owner: ast.ClassDef, name: str) -> ast.stmt | None:
    """What a class, or one that it is made from, has under a name."""
    own = members(owner.body).get(name)
    if own is not None:
        return own
    for base in owner.bases:
        called = ast.unparse(base).rsplit(".", 1)[-1]
        for module in ("QtCore", "QtGui", "QtWidgets"):
            above = stub(module).get(called)
            if isinstance(above, ast.ClassDef) and above is not owner:
                return lookup(above, name)
    return None


def lacking_in_qt6(tree: ast.AST) -> Iterator[str]:
    names = imported(tree, "qgis.PyQt.")
    for module, name in names.values():
        if name not in BOTH and name not in stub(module.rsplit(".", 1)[-1]):
            yield f"{module} has no {name} in Qt 6"
    for start, path, line in chains(tree):
        if GONE_METHODS & set(path):
            yield f"line {line}: {path[-1]} is gone in Qt 6"
        if start not in names:
            continue
        module, name = names[start]
        place = stub("QtGui" if name in BOTH else module.rsplit(".", 1)[-1]).get(name)
        for step in path:
            if not isinstance(place, ast.ClassDef):
                break
            place = lookup(place, step)
            if place is None:
                yield f"line {line}: {start}.{'.'.join(path)} is not in Qt 6"


def nicknamed(tree: ast.AST) -> Iterator[str]:
    """Enums of QGIS that go by another name than their own: those are kept for old plugins only."""
    names = {**imported(tree, "qgis.core"), **imported(tree, "qgis.gui")}
    for start, path, line in chains(tree):
        if start not in names:
            continue
        module, name = names[start]
        place, walked = getattr(importlib.import_module(module), name), name
        for step in path:
            owner, place = walked, getattr(place, step, None)
            walked += f".{step}"
            kind = place if isinstance(place, type) else type(place)
            if issubclass(kind, int) and "." in kind.__qualname__:
                written = walked if kind is place else owner
                if written != kind.__qualname__:
                    yield f"line {line}: {walked} is of {kind.__qualname__}"
                    break


@pytest.mark.parametrize("check", [lacking_in_qt6, nicknamed])
def test_the_plugin_speaks_qt6(check: Callable[[ast.AST], Iterator[str]]) -> None:
    wrong = []
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        wrong += [f"{path.relative_to(ROOT)}: {told}" for told in check(tree)]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignLeft", "Qt.AlignLeft is not"),
        ("from qgis.PyQt.QtCore import Qt\ndef f() -> Qt.ItemFlags: ...", "Qt.ItemFlags is not"),
        ("from qgis.PyQt.QtCore import QRegExp", "has no QRegExp"),
        ("from qgis.PyQt.QtWidgets import QDesktopWidget", "has no QDesktopWidget"),
        ("menu.exec_()", "exec_ is gone"),
        ("from qgis.core import Qgis\nQgis.Warning", "Qgis.MessageLevel"),
        ("from qgis.core import QgsWkbTypes\nQgsWkbTypes.Type.Point", "Qgis.WkbType"),
        (
            "from qgis.core import QgsProcessing\nx: QgsProcessing.SourceType",
            "ProcessingSourceType",
        ),
    ],
)
def test_what_qt6_does_not_know_is_noticed(code: str, told: str) -> None:
    tree = ast.parse(code)
    (found,) = [*lacking_in_qt6(tree), *nicknamed(tree)]
    assert told in found


def test_what_qt6_knows_is_let_through() -> None:
    tree = ast.parse(
        "from qgis.PyQt.QtCore import Qt\nfrom qgis.PyQt.QtWidgets import QAction\n"
        "from qgis.PyQt.QtWidgets import QApplication\nfrom qgis.core import Qgis, QgsTask\n"
        "(Qt.AlignmentFlag.AlignLeft, QApplication.instance().exec, Qgis.MessageLevel.Info.value)\n"
        "QgsTask.Flag.CanCancel"
    )
    assert [*lacking_in_qt6(tree), *nicknamed(tree)] == []
