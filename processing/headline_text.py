"""The log's lines about a run: one a municipality, then the county's five headline figures."""

from __future__ import annotations

from typing import Iterable

from ..alignment.ruleset.texts import quantity
from ..alignment.runner.result import Headline, RunResult
from .locale import interface_language, note

NOT_ASSESSED = ("undetermined", "blocked", "not_run")
ASSESSED = ("supported", "partly", "conflicting", "missing")


def municipality_lines(result: RunResult) -> Iterable[str]:
    """One line a municipality: assessments by outcome; then the county's."""
    for headline in result.municipalities:
        yield _by_outcome("headline_municipality", headline)
    yield _by_outcome("headline_county", result.county)


def county_lines(county: Headline) -> Iterable[str]:
    """The five headline figures, each with what could not be assessed."""
    yield note("headline_title", name=county.name)
    yield _share(
        "headline_growth", county.growth_in_nodes, county.growth_total, county.growth_unknown, "ha"
    )
    yield _share(
        "headline_reach", county.growth_in_reach, county.reach_total, county.reach_unknown, "ha"
    )
    yield note(
        "headline_nodes",
        part=county.nodes_supported,
        whole=county.nodes_assessed,
        partly=county.nodes_partly,
        unknown=county.nodes_unknown,
    )
    yield _share(
        "headline_links",
        county.links_carried_m,
        county.links_total_m,
        county.links_unknown_m,
        "m",
    )
    yield note(
        "headline_crossings",
        part=county.crossings_met,
        whole=county.crossings_assessed,
        unknown=county.crossings_unknown,
    )


def not_assessed(headline: Headline) -> int:
    """The assessments that could not be made."""
    return sum(headline.outcomes.get(code, 0) for code in NOT_ASSESSED)


def _by_outcome(message: str, headline: Headline) -> str:
    return note(
        message,
        name=headline.name,
        code=headline.code,
        assessed=sum(headline.outcomes.get(code, 0) for code in ASSESSED),
        not_assessed=not_assessed(headline),
        severe=headline.severe,
        **{code: headline.outcomes.get(code, 0) for code in ASSESSED},
    )


def _share(code: str, part: float, whole: float, unknown: float, unit: str) -> str:
    language = interface_language()
    return note(
        code,
        share=quantity(part / whole if whole else None, "share", language),
        part=quantity(part, unit, language),
        whole=quantity(whole, unit, language),
        unknown=quantity(unknown, unit, language),
    )
