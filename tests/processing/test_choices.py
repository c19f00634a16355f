"""Choices in the dialogs: every code has its name in both languages, and stays what is stored."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterEnum
from qgis.PyQt.QtWidgets import QDialog
from strukturbild.processing import choice_names

LANGUAGES = ("sv", "en")


def enumerations() -> list[Any]:
    provider = QgsApplication.processingRegistry().providerById("strukturbild")
    return [
        parameter
        for algorithm in provider.algorithms()
        for parameter in algorithm.parameterDefinitions()
        if isinstance(parameter, QgsProcessingParameterEnum)
    ]


def wrapper(parameter: Any) -> Any:
    factory = importlib.import_module("processing.gui.wrappers").WidgetWrapperFactory
    return factory.create_wrapper(parameter, QDialog())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_name(provider: Any, monkeypatch: Any, language: str) -> None:
    monkeypatch.setattr(choice_names, "interface_language", lambda: language)
    offered = enumerations()
    assert len(offered) > 10
    for parameter in offered:
        made = wrapper(parameter)
        shown = [made.widget.itemText(row) for row in range(made.widget.count())]
        codes = parameter.options()
        assert [made.widget.itemData(row) for row in range(made.widget.count())] == codes
        assert len(set(shown)) == len(shown)
        assert not [text for text in shown if "_" in text], parameter.name()
        if language == "sv":
            assert not set(codes) & set(shown), parameter.name()


def test_the_value_is_the_code(provider: Any) -> None:
    for parameter in enumerations():
        made = wrapper(parameter)
        if parameter.allowMultiple():
            assert made.value() == []
            made.setValue([parameter.options()[-1]])
            assert made.value() == [parameter.options()[-1]]
            made.setValue(",".join(parameter.options()[:2]))
            assert made.value() == parameter.options()[:2]
        else:
            assert made.value() == parameter.defaultValue()
            for code in parameter.options():
                made.setValue(code)
                assert made.value() == code
                assert parameter.checkValueIsAcceptable(code)


def test_help_tells_what_scripts_write(provider: Any) -> None:
    for parameter in enumerations():
        assert ", ".join(parameter.options()) in parameter.help()


def test_a_change_is_told(provider: Any) -> None:
    parameter = next(p for p in enumerations() if p.name() == "FAIL_ON")
    made = wrapper(parameter)
    told: list[Any] = []
    made.widgetValueHasChanged.connect(told.append)
    made.setValue("shall")
    assert len(told) == 1
