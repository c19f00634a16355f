"""Imports go one way, between rooms and inside `alignment` (design: one way only)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("processing", "ui", "review", "layers", "alignment")
# from the top down; a room may import rooms further down only (and itself)
ROOMS = [
    {"plugin"},
    {"ui", "processing"},
    {"review"},
    {"layers"},
    {"alignment"},
]
ALIGNMENT = [
    {"live"},
    {"runner"},
    {"checks"},
    {"workspace", "indicators"},
    {"mapping", "ruleset"},
    {"setup"},
    {"documents"},
    {"ledger", "identity"},
    {"model"},
    {"geometry"},
    {"progress", "problems"},
]
FOREIGN = {"qgis", "PyQt5", "PyQt6", "osgeo", "processing", "sip"}
OWN_NAMES = {"PyQt5", "PyQt6", "PySide2", "PySide6", "sip"}


def shipped(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def package_of(path: Path) -> list[str]:
    """The package that a module's relative imports count from, within the plugin."""
    return list(path.relative_to(ROOT).parent.parts)


def imports(path: Path) -> list[tuple[str, int]]:
    """Imported modules: own ones as paths ("alignment.model"), foreign ones as "=name"."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [("=" + alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.append(("=" + str(node.module), node.lineno))
        elif isinstance(node, ast.ImportFrom):
            package = package_of(path)
            base = package[: len(package) - node.level + 1]
            tail = node.module.split(".") if node.module else []
            names = [alias.name for alias in node.names]
            targets = [[*base, *tail]] if tail else [[*base, name] for name in names]
            found += [(".".join(target), node.lineno) for target in targets]
    return found


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules() -> dict[str, set[str]]:
    """Module -> the project's modules that it imports, for its types alone too."""
    paths = [path for room in SHIPPED for path in shipped(room)]
    known = {module_of(path) for path in paths}
    return {
        module_of(path): {target for target, _ in imports(path) if target in known}
        for path in paths
    }


def circles(graph: dict[str, set[str]]) -> list[set[str]]:
    """Modules that lead to each other, in groups."""
    reached: dict[str, set[str]] = {}
    for start, first in graph.items():
        found, ahead = set(), list(first)
        while ahead:
            module = ahead.pop()
            if module not in found:
                found.add(module)
                ahead += graph[module]
        reached[start] = found
    tied = [
        frozenset(other for other in reached[module] if module in reached[other])
        for module in graph
        if module in reached[module]
    ]
    return [set(group) for group in dict.fromkeys(tied)]


def level(name: str, order: list[set[str]]) -> int | None:
    return next((number for number, rooms in enumerate(order) if name in rooms), None)


def against_the_grain(own: str, target: str, order: list[set[str]]) -> bool:
    here, there = level(own, order), level(target, order)
    if here is None or there is None or own == target:
        return False
    return there <= here and not (here == there and order[here] == {"ui", "processing"})


def test_rooms_import_one_way() -> None:
    wrong = []
    for room in SHIPPED:
        for path in shipped(room):
            for module, line in imports(path):
                if not module.startswith("=") and against_the_grain(
                    room, module.split(".")[0], ROOMS
                ):
                    wrong.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert wrong == []


def test_alignment_imports_one_way() -> None:
    wrong = []
    for path in shipped("alignment"):
        own = path.relative_to(ROOT / "alignment").with_suffix("").parts[0]
        assert own == "__init__" or level(own, ALIGNMENT) is not None, f"where does {own} stand?"
        for module, line in imports(path):
            parts = module.split(".")
            if parts[0] == "alignment" and len(parts) > 1:
                if against_the_grain(own, parts[1], ALIGNMENT):
                    wrong.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert wrong == []


def test_no_modules_import_each_other() -> None:
    assert circles(imported_modules()) == []


def test_a_circle_is_noticed() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert circles(graph) == [{"a", "b", "c"}]
    assert circles({"a": {"b"}, "b": set()}) == []


def test_alignment_knows_neither_qgis_nor_qt() -> None:
    for path in shipped("alignment"):
        for module, line in imports(path):
            assert module.lstrip("=").split(".")[0] not in FOREIGN or not module.startswith("="), (
                f"{path}:{line}"
            )


def test_shapely_is_imported_in_geometry_only() -> None:
    for room in ("alignment", "layers", "processing", "ui"):
        for path in shipped(room):
            if path.is_relative_to(ROOT / "alignment" / "geometry"):
                continue
            for module, line in imports(path):
                assert module.split(".")[0] != "=shapely", f"{path}:{line}"


@pytest.mark.parametrize("room", ["processing", "layers", "ui", "review"])
def test_qt_comes_from_qgis(room: str) -> None:
    for path in shipped(room):
        for module, line in imports(path):
            assert module.lstrip("=").split(".")[0] not in OWN_NAMES, f"{path}:{line}"


def test_crss_are_made_in_one_place() -> None:
    """A CRS that QGIS's cache holds may have lost its definition: layers/crs.py sees to that."""
    made = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in SHIPPED
        for path in shipped(room)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("QgsCoordinateReferenceSystem", "QgsCoordinateTransform")
        and node.args
    ]
    assert {place.partition(":")[0] for place in made} == {"layers/crs.py"}


def test_own_imports_are_relative() -> None:
    for room in ("processing", "layers", "ui", "alignment"):
        for path in shipped(room):
            for module, line in imports(path):
                assert not module.startswith("=strukturbild"), f"{path}:{line}"


def test_the_contract_notices_a_breach(tmp_path: Path) -> None:
    assert against_the_grain("model", "runner", ALIGNMENT)
    assert against_the_grain("workspace", "indicators", ALIGNMENT)
    assert not against_the_grain("runner", "model", ALIGNMENT)
    assert against_the_grain("layers", "processing", ROOMS)
