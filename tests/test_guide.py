"""The guide's pictures are there, and the buttons that it names are called so."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "guide"
PAGES = (GUIDE / "README.md", GUIDE / "en.md", ROOT / "README.md")
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
MESSAGE = re.compile(r"<source>(.*?)</source>\s*<translation[^>]*>(.*?)</translation>", re.DOTALL)
LARGEST, LARGEST_TOGETHER = 250_000, 3_000_000
# begin a paragraph, or are QGIS's own
OTHER_BOLD = {
    "sv": {
        "Strukturbild", "Välj kommun", "Läs", "Ta ställning", "Ångra", "Flera på en gång",
        "Hur långt har ni kommit?", "Fil på delad mapp", "PostGIS", "Paket", "Hann någon före?",
        "Kör", "Från kartan",
    },
    "en": {"Strukturbild", "Accept … proposals"},
}  # fmt: skip


def plain(text: str) -> str:
    """Without a mark for a key, dots that say more follows, numbers, and a full stop."""
    text = re.sub(r"\s+", " ", html.unescape(text)).replace("&", "").strip()
    text = re.sub(r"\{count\}|\d+", "#", text)
    return re.sub(r"(…|\.\.\.|\.)$", "", text).strip()


def interface_words(language: str) -> set[str]:
    ts = (ROOT / "resources/i18n/strukturbild_sv.ts").read_text(encoding="utf-8")
    found = {plain(pair[language == "sv"]) for pair in MESSAGE.findall(ts)}
    labels = yaml.safe_load((ROOT / "resources/codelists/labels.yaml").read_text(encoding="utf-8"))
    for kind in ("status", "outcome"):
        words = (texts[language] for texts in labels[kind].values())
        found |= {word[:1].upper() + word[1:] for word in words}
    return found


def pictures(page: Path) -> list[Path]:
    return [(page.parent / name).resolve() for name in IMAGE.findall(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.name}")
def test_pictures_are_there(page: Path) -> None:
    named = pictures(page)
    assert named
    assert [str(path) for path in named if not path.is_file()] == []


def test_no_picture_is_left_over() -> None:
    named = {path for page in PAGES for path in pictures(page)}
    there = {path.resolve() for path in (GUIDE / "images").glob("*")}
    assert there - named == set()
    assert {path.name for path in pictures(GUIDE / "README.md")} == {path.name for path in there}


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (GUIDE / "images").glob("*.png")}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) < LARGEST_TOGETHER


def test_the_tour_takes_each_picture() -> None:
    tour = ROOT / "scripts" / "screenshot_tour"
    source = "".join(path.read_text(encoding="utf-8") for path in tour.glob("*.py"))
    missing = [p.stem for p in (GUIDE / "images").glob("*.png") if f'"{p.stem}"' not in source]
    assert missing == []


@pytest.mark.parametrize(("page", "language"), [("README.md", "sv"), ("en.md", "en")])
def test_buttons_are_called_so(page: str, language: str) -> None:
    known = interface_words(language) | {plain(text) for text in OTHER_BOLD[language]}
    bold = {plain(text) for text in BOLD.findall((GUIDE / page).read_text(encoding="utf-8"))}
    assert len(bold) > 20
    assert sorted(bold - known) == []
