"""What the wizard's pages share: the case in the making, pickers, and the live box."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtWidgets import QVBoxLayout, QWizardPage

from .layer_look import LayerLook
from .layer_picker import LayerPicker, which_layer
from .live_box import LiveBox
from .live_lines import Line
from .making import CaseMaking


class CasePage(QWizardPage):
    """A page of the wizard; `body` is what a page fills, above the live box."""

    def __init__(self, case: CaseMaking, title: str, subtitle: str) -> None:
        super().__init__()
        self.case = case
        self.setTitle(title)
        self.setSubTitle(subtitle)
        self.live = LiveBox()
        self.body = QVBoxLayout()
        QVBoxLayout(self).addLayout(self.body, 1)

    def close_body(self) -> None:
        """Put the live box below the filled body: focus and tab key go by the order of adding."""
        self.layout().addWidget(self.live)

    def picker(self, table: str) -> LayerPicker:
        """A picker for a table, connected to the draft."""
        picker = LayerPicker(table)
        picker.chosen.connect(lambda look: self.case.choose_layer(table, look))
        picker.browsed.connect(lambda path: self.browse_layer(table, path))
        return picker

    def browse_layer(self, table: str, path: str) -> None:
        """Look into a file for a place of the case, asking where several layers could be meant."""

        def looked(looks: Sequence[LayerLook]) -> None:
            look = which_layer(self, table, looks) if looks else None
            self.case.take_layers(table, look, looks)

        self.case.look_into(path, looked)

    def refresh(self) -> None:
        """Show the draft as it is now."""

    def lines(self) -> Sequence[Line]:
        """What the live box says of the latest dry run."""
        return ()

    def refresh_live(self) -> None:
        """Show what the latest dry run found."""
        self.live.show_lines(self.lines())
        self.live.set_busy(self.case.is_busy)
