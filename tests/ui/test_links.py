"""A link or picture is put on a finding beside the comment, and clicked in its history."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from driving import choose
from qgis.PyQt.QtCore import Qt, QUrl

PAGE = "https://example.org/plan?sida=12&b=<i>"


def link(dock: Any, qtbot: Any, target: str, comment: str = "") -> Any:
    """Type a link and perhaps a comment, Enter; the finding's last entry."""
    bar = dock.review.decisions
    bar.more.setChecked(True)
    bar.further.link.lineEdit().setText(target)
    qtbot.keyClicks(bar.comment, comment)
    qtbot.keyClick(bar.comment, Qt.Key.Key_Return)
    history = dock.session.store.history(dock.session.current)
    return history[-1] if history else None


def clicked(dock: Any, monkeypatch: Any) -> list[str]:
    """The addresses of the links shown, each of them clicked."""
    from strukturbild.ui import detail_panel  # noqa: PLC0415

    opened: list[str] = []
    monkeypatch.setattr(
        detail_panel.QDesktopServices, "openUrl", lambda url: opened.append(url.toString())
    )
    shown = dock.review.detail.text.document().toHtml()
    for address in re.findall(r'href="([^"]+)"', shown):
        dock.review.detail.text.anchorClicked.emit(QUrl(html.unescape(address)))
    return opened


def test_an_address_alone_or_with_a_comment(review: Any, qtbot: Any, monkeypatch: Any) -> None:
    choose(review)
    entry = link(review, qtbot, PAGE, "Planbeskrivningen")
    assert (entry.change.kind, entry.change.target, entry.change.comment) == (
        "link", PAGE, "Planbeskrivningen",
    )  # fmt: skip
    assert review.review.decisions.further.given() == {}
    assert PAGE in review.review.detail.text.toPlainText()
    assert [QUrl(a) for a in clicked(review, monkeypatch)] == [QUrl(PAGE)]
    review.review.undo()
    assert review.session.store.history(review.session.current)[-1].change.kind == "undo"


def test_a_link_goes_along_with_a_decision(review: Any, qtbot: Any, monkeypatch: Any) -> None:
    (finding,) = choose(review)
    review.review.decisions.further.link.lineEdit().setText(PAGE)
    review.review.act("fix_in_plan")
    (entry,) = review.session.store.history(finding)
    assert (entry.change.status, entry.change.target) == ("fix_in_plan", PAGE)
    assert len(clicked(review, monkeypatch)) == 1


def test_a_picture_is_one_that_packages_take_along(
    review: Any, qtbot: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    from strukturbild.review.pictures import picture_file  # noqa: PLC0415

    photo, note = tmp_path / "foto å.png", tmp_path / "protokoll.pdf"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n")
    note.write_bytes(b"%PDF")
    choose(review)
    entry = link(review, qtbot, str(photo))
    assert entry.change.kind == "picture"
    assert picture_file(review.session.store, entry) == photo
    assert link(review, qtbot, str(note)).change.kind == "link"
    opened = [QUrl(address).toLocalFile() for address in clicked(review, monkeypatch)]
    assert opened == [str(note), str(photo)]  # the last one first


@pytest.mark.parametrize("target", ["javascript:alert(1)", "plan.pdf", "/saknas.pdf", "https://"])
def test_what_is_no_link_is_said_and_kept(review: Any, qtbot: Any, target: str) -> None:
    said: list[str] = []
    review.session.said.connect(lambda text, _level: said.append(text))
    choose(review)
    assert link(review, qtbot, target) is None
    assert len(said) == 1
    assert review.review.decisions.further.given() == {"target": target}


def test_a_file_that_a_package_names_is_not_opened(
    review: Any, qtbot: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    from strukturbild.review.records import Author, Change  # noqa: PLC0415

    program = tmp_path / "program.exe"
    program.write_bytes(b"MZ")
    (finding,) = choose(review)
    store, bo = review.session.store, Author("bo", "Bo")
    store.write(finding, 0, Change(kind="link", target=str(program), origin="x" * 24), bo)
    store.write(finding, 1, Change(kind="link", target="javascript:alert(1)"), bo)
    review.session.look_for_changes()
    assert str(program) in review.review.detail.text.toPlainText()
    assert clicked(review, monkeypatch) == []
