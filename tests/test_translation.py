"""Every string has its Swedish, and the compiled translation is that of the source."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
TS = ROOT / "resources" / "i18n" / "strukturbild_sv.ts"
SOURCES = [
    ROOT / "plugin.py",
    *sorted(path for room in ("processing", "ui") for path in (ROOT / room).rglob("*.py")),
]
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def source_strings() -> list[str]:
    spec = importlib.util.spec_from_file_location("translatable", ROOT / "scripts/translatable.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [text for path in SOURCES for text in module.strings(path.read_text("utf-8"))]


def translations() -> dict[str, tuple[str, str]]:
    """Source -> (Swedish, state); state is "" for a finished one."""
    found = {}
    for message in ElementTree.parse(TS).getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        found[str(message.findtext("source"))] = (
            translation.text or "",
            translation.get("type", ""),
        )
    return found


def test_every_string_has_its_swedish() -> None:
    known = translations()
    strings = source_strings()
    assert len(strings) > 90
    lacking = [
        text
        for text in strings
        if text not in known or known[text][1] or not known[text][0].strip()
    ]
    assert lacking == [], "run scripts/translate and fill in resources/i18n/strukturbild_sv.ts"


def test_no_translation_without_source() -> None:
    assert set(translations()) == set(source_strings())


def test_compiled_translation_is_fresh(tmp_path: Path) -> None:
    if shutil.which("lrelease") is None:
        pytest.skip("lrelease is not installed")
    made = tmp_path / "sv.qm"
    command = ["lrelease", "-silent", "-nounfinished", str(TS), "-qm", str(made)]
    subprocess.run(command, check=True, env={**os.environ, "QT_SELECT": "5"})
    assert made.read_bytes() == TS.with_suffix(".qm").read_bytes(), "run scripts/translate"


@pytest.mark.parametrize("path", sorted((ROOT / "resources/messages").glob("*.yaml")), ids=str)
def test_messages_have_both_languages(path: Path) -> None:
    for code, texts in yaml.safe_load(path.read_text("utf-8")).items():
        assert set(texts) == {"sv", "en"}, code
        assert all(text.strip() for text in texts.values()), code
        names = [set(PLACEHOLDER.findall(texts[language])) for language in ("sv", "en")]
        assert names[0] == names[1], f"{code}: placeholders differ"


def test_messages_are_told_once() -> None:
    seen: dict[str, str] = {}
    for path in sorted((ROOT / "resources/messages").glob("*.yaml")):
        for code in yaml.safe_load(path.read_text("utf-8")):
            assert code not in seen, f"{code} is in {seen[code]} and in {path.name}"
            seen[code] = path.name


def test_codes_that_processing_speaks_of_have_sentences() -> None:
    known: set[str] = set()
    for path in (ROOT / "resources/messages").glob("*.yaml"):
        known |= set(yaml.safe_load(path.read_text("utf-8")))
    used = set()
    for path in SOURCES:
        text = path.read_text("utf-8")
        used |= set(re.findall(r'(?:Problem|note|_share)\(\s*"([a-z_]+)"', text))
    assert used
    assert used <= known
