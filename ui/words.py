"""Codes, figures and times in the words of the interface."""

from __future__ import annotations

import datetime
import math

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ..layers.styles import Words
from ..processing.locale import RESOURCES, interface_language

translate = QCoreApplication.translate
M_PER_KM = 1000.0
NARROW_SPACE = "\u202f"
AUTHOR_SETTING = "strukturbild/author"
# outcomes whose figure, where there is one, was not held against anything
WITHOUT_FIGURE = ("undetermined", "blocked", "not_run", "not_applicable")


def _words() -> Words:
    return Words.load(RESOURCES, interface_language())


def word(kind: str, code: str) -> str:
    """What a code of a list is called; the code itself where it has no name."""
    if kind == "outcome" and code == "manual":
        return translate("Strukturbild", "own finding")
    return _words().codes.get(kind, {}).get(code, code)


def field_word(name: str) -> str:
    """What a field is called; its own name where it has none."""
    return _words().fields.get(name, name)


def heading(text: str) -> str:
    """The text with a capital first."""
    return text[:1].upper() + text[1:]


def said_of(label: str, title: str) -> str:
    """An object, and what is said of it: "Figeholm: the node has no support"."""
    return f"{label}: {title[:1].lower()}{title[1:]}" if label and title else label or title


def locale() -> QLocale:
    """How numbers and dates are written in the interface's language."""
    return QLocale(interface_language())


def number(value: float, decimals: int) -> str:
    """A number with decimal sign and groups of the interface's language."""
    text = locale().toString(float(value), "f", decimals)
    return str(text).replace("\u00a0", NARROW_SPACE)


def amount(value: float, unit: str) -> str:
    """A figure with its unit: "17,2 km", "41 %", "3"; "" for none."""
    if value is None or math.isnan(value):
        return ""
    if unit == "share":
        return number(value * 100, 0 if value in (0.0, 1.0) or 0.01 <= value <= 0.99 else 1) + (
            NARROW_SPACE + "%"
        )
    if unit == "m":
        far = abs(value) >= M_PER_KM
        shown = number(value / M_PER_KM, 1) if far else number(value, 0)
        return shown + NARROW_SPACE + ("km" if far else "m")
    if unit == "ha":
        whole = abs(value) >= 10 or value == int(value)
        return number(value, 0 if whole else 1) + NARROW_SPACE + "ha"
    if unit in ("count", ""):
        return number(value, 0 if value == int(value) else 1)
    return number(value, 0 if value == int(value) else 1) + NARROW_SPACE + unit


def figure(value: float, threshold: float, unit: str) -> str:
    """A figure against its threshold: "0 ha / 10 ha"."""
    if not unit or (unit == "count" and not threshold > 0):  # a level or code says nothing alone
        return ""
    shown = amount(value, unit)
    limit = amount(threshold, unit) if threshold > 0 else ""
    return f"{shown} / {limit}" if shown and limit else shown


def local_time(iso: str) -> datetime.datetime | None:
    """A time written in UTC as local time; None where it is none."""
    try:
        made = datetime.datetime.fromisoformat(iso.replace("Z", "+00:00"))
    except ValueError:
        return None
    if made.tzinfo is None:
        made = made.replace(tzinfo=datetime.timezone.utc)
    return made.astimezone()


def when(iso: str) -> str:
    """A time written in UTC, as people say it here: "today 14.02", "24 Nov 14.02"."""
    made = local_time(iso)
    if made is None:
        return iso
    clock = made.strftime("%H.%M" if interface_language() == "sv" else "%H:%M")
    days = (datetime.datetime.now().astimezone().date() - made.date()).days
    if days == 0:
        return translate("Strukturbild", "today {time}").format(time=clock)
    if days == 1:
        return translate("Strukturbild", "yesterday {time}").format(time=clock)
    return f"{made.strftime('%Y-%m-%d')} {clock}"


def author_name() -> str:
    """The name that colleagues see, as set in this profile; "" for none."""
    return str(QgsSettings().value(AUTHOR_SETTING, "") or "").strip()
