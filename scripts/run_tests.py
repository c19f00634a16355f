"""Runs the project's checks one after the other and ends with one line of totals.

Without arguments: format, lint, types, tests of the domain (several at a time, without QGIS),
tests with a real QGIS, and tests of the panel in it. Arguments go to pytest, and only tests are
run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / "build" / "venv" / "bin"
PYTHON = str(BIN / "python")
DOMAIN_TESTS = "tests/alignment"
WITHOUT_QGIS = ["-p", "no:pytest_qgis", "-p", "no:xvfb", DOMAIN_TESTS]
# in QGIS's program on Linux a shapely from PyPI calls the GEOS that QGIS has loaded
QGIS_GEOS = {"LD_PRELOAD": "libgeos_c.so.1"}
PANEL_TESTS = ["tests/ui"]  # they drive a whole QGIS window: in processes of their own
TWO_AT_ONCE = ["-n", "2", "--dist", "loadfile", "--max-worker-restart", "0"]
SHIPPED = ("alignment", "layers", "review", "processing", "ui", "plugin.py")
COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)\b")
NOTHING_COLLECTED = 5
QUIETER = ("-q", "--quiet")  # they would take away the line that is counted
STATIC = {
    "format": [str(BIN / "ruff"), "format", "--check", "-q", "."],
    "lint": [str(BIN / "ruff"), "check", "-q", "."],
    "types": [
        str(BIN / "mypy"),
        "--follow-imports=silent",
        *(f"build/plugins/strukturbild/{part}" for part in SHIPPED),
    ],
}


def run(name: str, command: list[str], **environment: str) -> tuple[int, str]:
    """Run a command, show what it says, and return its exit code and output."""
    print(f"== {name}", flush=True)
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        print(line, end="", flush=True)
    code = process.wait()
    verdict = "ok" if code == 0 else f"exit code {code}"
    print(f"== {name}: {verdict}, {time.monotonic() - started:.0f} s", flush=True)
    return code, "".join(lines)


def pytest(name: str, arguments: list[str], counts: dict[str, int], **environment: str) -> int:
    """Run pytest and add its closing line to the counts; a crash counts as a failure."""
    command = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    code, output = run(name, command, **environment)
    found = [line for line in output.splitlines() if COUNTS.search(line)]
    for number, word in COUNTS.findall(found[-1]) if found else []:
        counts[word.rstrip("s")] = counts.get(word.rstrip("s"), 0) + int(number)
    if code not in (0, 1, NOTHING_COLLECTED):
        counts["error"] = counts.get("error", 0) + 1
    return 0 if code == NOTHING_COLLECTED else code


def main() -> int:
    """Run everything; the exit code is 0 only if all went well."""
    counts: dict[str, int] = {}
    failed: list[str] = []
    chosen = [word for word in sys.argv[1:] if word not in QUIETER]
    if chosen:
        if pytest("tests", chosen, counts):
            failed.append("tests")
    else:
        for name, command in STATIC.items():
            if run(name, command, MYPYPATH="build/plugins")[0]:
                failed.append(name)
        others = [f"--ignore={path}" for path in (DOMAIN_TESTS, *PANEL_TESTS)]
        parts = {
            "tests of the domain": (WITHOUT_QGIS, {}),
            "tests with QGIS": ([*others, "tests"], QGIS_GEOS),
            "tests of the panel": (PANEL_TESTS, QGIS_GEOS),
            "tests of the domain with QGIS's GEOS": (WITHOUT_QGIS, QGIS_GEOS),
        }
        for name, (arguments, environment) in parts.items():
            if pytest(name, [*TWO_AT_ONCE, *arguments], counts, **environment):
                failed.append(name)
    if failed:
        print(f"not passed: {', '.join(failed)}")
    bad = counts.get("failed", 0) + counts.get("error", 0)
    print(f"{counts.get('passed', 0)} passed, {bad} failed, {counts.get('skipped', 0)} skipped")
    return 1 if failed or bad else 0


if __name__ == "__main__":
    sys.exit(main())
