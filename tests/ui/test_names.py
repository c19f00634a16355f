"""Whatever takes the focus has a name that a screen reader can say."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox, QGroupBox, QLabel, QLineEdit, QWidget


def unnamed(root: QWidget, named_when_shown: Sequence[QWidget] = ()) -> list[str]:
    """What takes the focus in a window, shown or not, without name, text or label."""
    buddies = [label.buddy() for label in root.findChildren(QLabel)]
    return [
        f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.window() is root.window()  # lists that combo boxes drop are not
        and widget.focusProxy() is None
        and not isinstance(widget.parent(), QComboBox)
        and widget not in buddies
        and widget not in named_when_shown
        and not _named(widget)
    ]


def _named(widget: QWidget) -> bool:
    told = widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        told = told or widget.text()
    if isinstance(widget, QGroupBox):
        told = told or widget.title()
    return any(letter.isalnum() for letter in told)


def test_the_dock_with_all_its_pages(review: Any) -> None:
    review.panel_menu.charts_action.trigger()
    assert review.findChildren(QLineEdit)
    detail = review.review.detail
    assert unnamed(review, [detail.first, detail.second]) == []


def test_the_wizard_and_its_dialog(qtbot: Any, qgis_app: Any) -> None:
    from strukturbild.ui.new_case.project_layers import ProjectLayersDialog  # noqa: PLC0415
    from strukturbild.ui.new_case.wizard import NewCaseWizard  # noqa: PLC0415

    wizard = NewCaseWizard(None, QgsProject())
    qtbot.addWidget(wizard)
    assert len(wizard.case_pages) == 4
    wizard.case_pages[1].refresh()
    assert unnamed(wizard) == []
    dialog = ProjectLayersDialog(None, (), ())
    qtbot.addWidget(dialog)
    assert unnamed(dialog) == []


def test_the_database_dialog(qtbot: Any, qgis_app: Any) -> None:
    from strukturbild.ui.server_dialog import ServerDialog  # noqa: PLC0415

    dialog = ServerDialog()
    qtbot.addWidget(dialog)
    assert unnamed(dialog) == []


def test_the_form_of_an_own_finding(qtbot: Any, qgis_app: Any) -> None:
    from strukturbild.layers.places import Places  # noqa: PLC0415
    from strukturbild.ui.manual.form import FindingForm  # noqa: PLC0415

    form = FindingForm(Places((), (), ()), "10 m")
    qtbot.addWidget(form)
    assert unnamed(form) == []


def test_the_panel_of_two_stages(qgis_canvas: Any, qtbot: Any) -> None:
    from strukturbild.ui.stages.panel import StagesPanel  # noqa: PLC0415

    panel = StagesPanel(qgis_canvas)
    qtbot.addWidget(panel)
    assert unnamed(panel) == []
