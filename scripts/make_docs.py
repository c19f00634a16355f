"""Writes docs/rules from the rule set; with --check, says whether it is up to date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "build" / "plugins"))

from strukturbild.alignment.checks import KINDS  # noqa: E402
from strukturbild.alignment.mapping import labels  # noqa: E402
from strukturbild.alignment.ruleset.load import load_rule_set  # noqa: E402
from strukturbild.alignment.ruleset.pages import index_page, rule_page  # noqa: E402

RESOURCES = ROOT / "resources"
FOLDER = ROOT / "docs" / "rules"
INTRODUCTION = {
    "sv": "# Regler\n\nSidorna görs av reglerna själva med `scripts/make-docs`. "
    "In English: [en/README.md](en/README.md).",
    "en": "# Rules\n\nThese pages are made from the rules themselves by `scripts/make-docs`. "
    "På svenska: [../README.md](../README.md).",
}


def pages() -> dict[Path, str]:
    """Every page of the rule reference, by path."""
    rule_set = load_rule_set("generic", KINDS, RESOURCES)
    names = labels(RESOURCES)
    found: dict[Path, str] = {}
    for language, folder in (("sv", FOLDER), ("en", FOLDER / "en")):
        body = index_page(rule_set, names, language, "")
        found[folder / "README.md"] = f"{INTRODUCTION[language]}\n\n{body}"
        for rule in rule_set.rules:
            units = {name: spec.unit for name, spec in KINDS[rule.kind].parameters.items()}
            found[folder / f"{rule.id}.md"] = rule_page(rule, names, units, language)
    return found


def main() -> int:
    """Write the pages, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for path, text in pages().items():
        if check:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"stale: {path.relative_to(ROOT)} (run scripts/make-docs)")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
