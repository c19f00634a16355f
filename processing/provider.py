"""The Processing provider `strukturbild`."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .areaaccount import AreaAccountAlgorithm
from .checkalignment import CheckAlignmentAlgorithm
from .checkcounty import CheckCountyAlgorithm
from .comparestages import CompareStagesAlgorithm
from .exportfindings import ExportFindingsAlgorithm
from .exportreview import ExportReviewAlgorithm
from .importresponses import ImportResponsesAlgorithm
from .importreview import ImportReviewAlgorithm
from .inspectinputs import InspectInputsAlgorithm
from .locale import RESOURCES
from .mapplan import MapPlanAlgorithm
from .updatereview import UpdateReviewAlgorithm

ALGORITHMS = (
    CheckCountyAlgorithm,
    CheckAlignmentAlgorithm,
    InspectInputsAlgorithm,
    MapPlanAlgorithm,
    AreaAccountAlgorithm,
    UpdateReviewAlgorithm,
    CompareStagesAlgorithm,
    ExportFindingsAlgorithm,
    ImportResponsesAlgorithm,
    ExportReviewAlgorithm,
    ImportReviewAlgorithm,
)


class StrukturbildProvider(QgsProcessingProvider):
    """Offers the algorithms to the toolbox, the Model Designer and `qgis_process`."""

    def loadAlgorithms(self) -> None:  # noqa: N802 - Qt's name
        """Add every algorithm."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def id(self) -> str:
        """Part of every algorithm's id: `strukturbild:checkcounty`."""
        return "strukturbild"

    def name(self) -> str:
        """The name in the toolbox."""
        return "Strukturbild"

    def icon(self) -> QIcon:
        """The plugin's icon."""
        return QIcon(str(RESOURCES / "icons" / "strukturbild.svg"))
