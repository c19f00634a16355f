"""Every fault of `layers` has a sentence in both languages, with placeholders that are filled."""

from __future__ import annotations

import re
from pathlib import Path

from strukturbild.alignment.documents.parse import read
from strukturbild.alignment.ruleset.texts import Catalogue
from strukturbild.layers import read as read_module

CODE = re.compile(r'(?:Problem|note)\(\s*"([a-z_]+)"')


def codes(root: Path) -> set[str]:
    found = set()
    for path in sorted((root / "layers").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        found |= set(CODE.findall(text))
        found |= set(re.findall(r'"((?:output|source|not|file|folder)_[a-z_]+)"', text))
    defects = (
        read_module.NULL_GEOMETRY,
        read_module.NAN_COORDINATES,
        read_module.NOT_TRANSFORMABLE,
        read_module.BEYOND_REPAIR,
    )
    return found - set(defects) | {f"geometry_{code}" for code in defects}


def test_every_code_has_its_sentence(root: Path, resources: Path) -> None:
    given = set(Catalogue.load(resources).messages)
    missing = codes(root) - given
    assert not missing


def test_both_languages_use_the_same_placeholders(resources: Path) -> None:
    tree = read(resources / "messages" / "layers.yaml")
    for code, node in tree.entries.items():
        texts = [
            set(re.findall(r"{(\w+)}", node.entries[language].text)) for language in ("sv", "en")
        ]
        assert texts[0] == texts[1], code
