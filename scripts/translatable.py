"""Prints every translatable string of the plugin as one plain call a line, for pylupdate5.

pylupdate5 does not see strings in pieces or calls with a trailing comma, which is how long texts
are written; it sees these.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

CONTEXT = "Strukturbild"


def strings(source: str) -> list[str]:
    """The texts of all `translate("Strukturbild", text)` calls, in order of the source."""
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") == "translate")
        and len(node.args) > 1
    ]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    return [ast.literal_eval(call.args[1]) for call in calls]


def main() -> None:
    """Print the calls for the files named on the command line."""
    seen: dict[str, None] = {}
    for name in sys.argv[1:]:
        seen.update(dict.fromkeys(strings(Path(name).read_text(encoding="utf-8"))))
    for text in seen:
        print(f'translate("{CONTEXT}", {json.dumps(text, ensure_ascii=False)})')


if __name__ == "__main__":
    main()
