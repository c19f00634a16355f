"""QGIS's language: which translation to install, and in which language to speak of problems.

User-facing strings are written `translate("Strukturbild", "English text")`: pylupdate5 finds that
call wherever it stands, under one context (a helper `tr` would be filed under the class's name).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from ..alignment.problems import InputError, Problem
from ..alignment.ruleset.texts import Catalogue

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SWEDISH, ENGLISH = "sv", "en"


def interface_language() -> str:
    """The language of QGIS's interface as far as we speak it: `sv` or `en`."""
    return SWEDISH if str(QgsApplication.instance().locale()).startswith(SWEDISH) else ENGLISH


def install_translator() -> QTranslator | None:
    """Load the translation that QGIS's locale asks for; None where the source text will do.

    Keep the returned object: Qt drops a translator that nobody holds.
    """
    file = RESOURCES / "i18n" / f"strukturbild_{interface_language()}.qm"
    translator = QTranslator()
    if not file.is_file() or not translator.load(str(file)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


@lru_cache(maxsize=1)
def _catalogue() -> Catalogue:
    return Catalogue.load(RESOURCES)


def sentence(problem: Problem) -> str:
    """A problem as one sentence in the interface's language."""
    return _catalogue().sentence(problem, interface_language())


def note(code: str, /, **params: object) -> str:
    """A message of the catalogue in the interface's language."""
    return sentence(Problem(code, params))


def file_problem(error: OSError) -> Problem:
    """What the operating system said of a file."""
    reason = error.strerror or str(error)
    return Problem("file_trouble", {"path": str(error.filename or ""), "reason": reason})


def file_trouble(error: OSError) -> str:
    """What the operating system said of a file, as a sentence of the interface's language."""
    return sentence(file_problem(error))


def sentences(error: InputError) -> str:
    """All problems of an error, one a line, in the interface's language."""
    return _catalogue().sentences(error, interface_language())
