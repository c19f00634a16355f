"""Choosing a database for the review store."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtWidgets import QDialogButtonBox


@pytest.mark.parametrize("names", [[], ["Regionens granskning"]])
def test_the_dialog_says_what_can_be_done(
    qtbot: Any, qgis_app: Any, monkeypatch: pytest.MonkeyPatch, names: list[str]
) -> None:
    from strukturbild.ui import server_dialog  # noqa: PLC0415 - after QGIS was started

    monkeypatch.setattr(server_dialog, "connection_names", lambda: names)
    dialog = server_dialog.ServerDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.open.isEnabled() == dialog.choice.isVisible() == bool(names)
    assert ("PostgreSQL" in dialog.told.text()) and (">" in dialog.told.text()) != bool(names)
    assert dialog.width() > dialog.fontMetrics().horizontalAdvance(dialog.windowTitle()) * 1.5
    none = QDialogButtonBox.StandardButton.NoButton  # those of Qt are in its own language
    assert {dialog.buttons.standardButton(b) for b in dialog.buttons.buttons()} == {none}
