"""Settings of the profile that the pictures are taken in: Swedish, no news, no questions."""

from __future__ import annotations

import configparser
import sys
from pathlib import Path

WANTED = {
    "locale": {"overrideFlag": "true", "userLocale": "sv", "globalLocale": "sv_SE"},
    "app": {"projections\\unknownCrsBehavior": "NoAction"},
    "core": {"NewsFeed\\httpsfeedqgisorg\\disabled": "true"},
    "qgis": {"checkVersion": "false", "askToDeleteLayers": "false"},
    "strukturbild": {"author": "Anna Berg"},
}


def main() -> None:
    """Write them into the settings file that is named, beside what it has."""
    path = Path(sys.argv[1])
    settings = configparser.RawConfigParser()
    settings.optionxform = str  # type: ignore[assignment,method-assign]
    settings.read(path, encoding="utf-8")
    for section, values in WANTED.items():
        if not settings.has_section(section):
            settings.add_section(section)
        for name, value in values.items():
            settings.set(section, name, value)
    with path.open("w", encoding="utf-8") as file:
        settings.write(file, space_around_delimiters=False)


if __name__ == "__main__":
    main()
