"""What `scripts/reliability crash` and `writers` run: figures for docs/reliability.md."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from campaign import Tally, campaign


def show(tally: Tally) -> None:
    """A line of the table, and what was wrong."""
    print(
        f"| {tally.case} | {tally.how} | {tally.runs} | {tally.killed} | {tally.finished}"
        f" | {tally.nothing} | {tally.acknowledged} | {tally.left_behind}"
        f" | {len(tally.violations)} |",
        flush=True,
    )
    for sentence in tally.violations[:5]:
        print(f"    {sentence}", file=sys.stderr)


def crash(arguments: argparse.Namespace) -> list[Tally]:
    """Runs that are killed, on files and on PostGIS."""
    print("| act | killed | runs | in the middle | done before | nothing done | acknowledged"
          " | files left behind | violations |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="strukturbild-crash-") as folder:
        tallies = campaign(
            Path(folder),
            by_time=arguments.by_time,
            by_call=arguments.by_call,
            size=arguments.size,
            seed=arguments.seed,
            done=show,
        )
    if arguments.client_kills or arguments.server_kills:
        from postgis_runs import postgis_campaign  # noqa: PLC0415 - needs a server

        tallies += postgis_campaign(
            arguments.client_kills, arguments.server_kills, arguments.size, arguments.seed, show
        )
    return tallies


def main() -> int:
    """The exit code is 1 where anything was violated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("crash", "writers"))
    parser.add_argument("--seconds", type=float, default=10.0, help="how long the writers write")
    parser.add_argument("--by-time", type=int, default=30, help="runs a case on files")
    parser.add_argument("--by-call", type=int, default=40, help="runs a case on files")
    parser.add_argument("--client-kills", type=int, default=20, help="runs a case on PostGIS")
    parser.add_argument("--server-kills", type=int, default=5, help="runs a case on PostGIS")
    parser.add_argument("--size", type=int, default=300, help="findings of the stores")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="the tallies as JSON at the end")
    arguments = parser.parse_args()
    if arguments.what == "writers":
        from writers import all_writers  # noqa: PLC0415 - needs a server

        return all_writers(arguments.seconds)
    tallies = crash(arguments)
    if arguments.json:
        print(json.dumps([asdict(tally) for tally in tallies]))
    wrong = sum(len(tally.violations) for tally in tallies)
    print(f"{sum(tally.runs for tally in tallies)} runs, {wrong} violations", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
