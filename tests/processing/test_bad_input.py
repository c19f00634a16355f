"""Bad input, whatever it is: one clear sentence in either language, and never half a file."""

from __future__ import annotations

import re

import pytest
from bad_inputs import CONTENT, GEOMETRY, NOT_THERE, Bad
from bad_yaml import YAML
from county_case import County, Ended

ALL = (*NOT_THERE, *GEOMETRY, *CONTENT, *YAML)
LANGUAGES = ("sv", "en")
SWEDISH = re.compile(
    r"\b(finns|ska|saknas|behöver|är|inte|saknar|kunde|hör|ligger|har|överlappar|används|står|är|innehåller)\b"
)
ENGLISH = re.compile(
    r"\b(does|should|missing|needs|is|not|lacks|could|belongs?|lies|has|overlap|can't|are|holds?|have|stands)\b"
)
SHORTEST, LONGEST = 40, 420  # a sentence or three, with a path


def spoken(ended: Ended, language: str) -> None:
    """Every sentence is one of that language, filled, without code or trace."""
    assert ended.told
    ours, others = (SWEDISH, ENGLISH) if language == "sv" else (ENGLISH, SWEDISH)
    for sentence in ended.told:
        assert SHORTEST <= len(sentence) <= LONGEST, sentence
        assert sentence.endswith((".", "?")), sentence
        assert ours.search(sentence), sentence
        assert not others.search(re.sub(r"/\S+", "", sentence)), sentence
        assert not re.search(r"[{}]|\(\)|: \.|None|\b[a-z]+_[a-z]+_[a-z_]+\b", sentence), sentence
    for line in (*ended.told, *ended.log):
        assert "Traceback" not in line and "Error:" not in line


def left_whole(county: County, before: bytes, ended: Ended) -> None:
    """The folder holds a whole result and its status file, the old one where the run failed."""
    names = sorted(path.name for path in county.results.iterdir())
    assert names == ["smaland.gpkg", "smaland.status.json"]
    after = county.output.read_bytes()
    assert (after == before) == bool(ended.said)
    assert after == before or ended.ledger
    assert not [path.name for path in county.folder.iterdir() if path.name.startswith(".")]


@pytest.fixture(scope="module")
def older() -> dict[str, bytes]:
    """The result of the county as it should be, made at first use."""
    return {}


def test_the_county_as_it_should_be_gives_no_cause_to_speak(county: County, older) -> None:
    ended = county.check()
    assert ended.told == []
    assert (ended.status["state"], ended.status["complete"]) == ("done", True)
    older["result"] = county.output.read_bytes()


@pytest.mark.parametrize("bad", ALL, ids=[bad.what for bad in ALL])
def test_a_sentence_names_it_in_both_languages(
    county: County, in_language, older: dict[str, bytes], bad: Bad
) -> None:
    if not older:
        county.check()
        older["result"] = county.output.read_bytes()
    county.output.write_bytes(older["result"])
    bad.spoil(county)
    for language in LANGUAGES:
        before = county.output.read_bytes()
        in_language(language)
        ended = county.check()
        spoken(ended, language)
        text = "\n".join(ended.told)
        assert [name for name in bad.names if name not in text] == [], text
        assert bool(ended.said) == bad.ends, text
        left_whole(county, before, ended)
        assert ended.status["state"] == ("failed" if bad.ends else "done")
        assert ended.status["complete"] == (bad.whole and not bad.ends)
        assert ended.status["reason"] == (ended.said.splitlines() or [""])[0]
        assert set(ended.status["problems"]) <= set(ended.told)
        if not bad.ends and not bad.whole:
            assert {row["outcome"] for row in ended.rows(municipality_code="0885")} - {"blocked"}
