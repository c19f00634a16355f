"""A dozen of the kills of `scripts/reliability crash`: two of every act on a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="kills at single system calls need Linux")
def test_what_was_acknowledged_is_there_after_a_kill() -> None:
    options = ["--by-time", "1", "--by-call", "1", "--client-kills", "0", "--server-kills", "0"]
    paths = ("build/plugins", "tests", "tests/review")
    environment = {**os.environ, "PYTHONSAFEPATH": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(
        [*(str(ROOT / path) for path in paths), os.environ.get("PYTHONPATH", "")]
    )
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/reliability_crash"), "crash", *options, "--size", "60",
         "--json"],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    tallies = json.loads(done.stdout.splitlines()[-1])
    assert sum(tally["runs"] for tally in tallies) == 12
    by_call = [tally for tally in tallies if tally["how"] == "at a system call"]
    assert [tally["killed"] for tally in by_call] == [1] * 6
    assert [tally["violations"] for tally in tallies] == [[]] * 12
