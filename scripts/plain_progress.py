"""Shows what an algorithm says in `qgis_process`: its lines and its progress, without the frame.

`qgis_process` writes progress as "0...10...20" into the same lines as messages.
"""

from __future__ import annotations

import re
import sys

EACH_LAYER = "…"  # a line a layer is too much here; the percentages tell enough
PROGRESS = re.compile(r"[0-9.]+")
MESSAGE = re.compile(r"^[0-9.]*(?:(?<=[0-9.])(?=[^\s0-9.])|(?=\s|$|[^0-9.]))")


def main() -> None:
    """Filter standard input to standard output."""
    in_frame, line, shown = True, "", -1
    while char := sys.stdin.read(1):
        if char != "\n":
            line += char
            if not in_frame and char == "." and PROGRESS.fullmatch(line):
                shown = _show(line, shown)
            continue
        if in_frame:
            in_frame = not line.startswith(("SETUP:", "INPUT:"))
        elif line.startswith("----"):
            break
        elif (text := MESSAGE.sub("", line)) and not text.endswith(EACH_LAYER):
            print(text, flush=True)
        line = ""
    sys.stdin.read()


def _show(line: str, shown: int) -> int:
    numbers = re.findall(r"\d+", line)
    latest = int(numbers[-1]) if numbers else shown
    if latest > shown:
        print(f"  {latest} %", flush=True)
    return max(latest, shown)


if __name__ == "__main__":
    main()
