"""Docs that are made from something else are up to date, and links between docs lead somewhere."""

import re
import subprocess
import sys

import pytest

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_rule_pages_are_those_of_the_rules(root):
    done = subprocess.run(
        [sys.executable, str(root / "scripts" / "make_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_links_lead_somewhere(root):
    pages = [root / "README.md", root / "CHANGELOG.md", *sorted((root / "docs").rglob("*.md"))]
    dead = [
        f"{page.relative_to(root)} -> {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not dead


@pytest.mark.parametrize("command", ["sample", "test", "qgis", "qgis_process", "package", "bench"])
def test_commands_of_the_readme_are_there(root, command):
    script = root / "scripts" / command
    assert script.stat().st_mode & 0o111
    assert f"scripts/{command}" in (root / "README.md").read_text(encoding="utf-8")
