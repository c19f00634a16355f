"""A case written as `NAME.strukturbild.yaml`, the way a person would: what `setup.read` reads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterable

from ..alignment.setup.case import Case, LayerSource, PlanSetup
from ..alignment.setup.read import DATABASE, PATH_PROVIDERS, SUPPORTING, parse_case
from .atomic import Written, write_atomically
from .yaml_text import flow, quoted, scalar

SUFFIX = ".strukturbild.yaml"
YAML_SUFFIXES = (".yaml", ".yml")
STRUCTURE_PARTS = ("typology", "nodes", "links")
PLAN_TEXTS = ("adopted_on", "in_force_on", "planning_strategy_on", "horizon_year", "residual_use")
HEAD = (
    "# Inställningsfil för Strukturbild. Alla nycklar förklaras i docs/setup-file.md.",
    "# Sökvägar räknas från mappen där filen ligger.",
    "strukturbild: 1",
)


def write_setup(case: Case, path: Path) -> Written:
    """Write the setup file of a case; `read_case` then gives an equal case.

    Paths below or beside the file's folder become relative, so that both can be moved together.
    Raises InputError where the folder can't be written, or where the case holds a text that no
    setup file can (control characters); an earlier file is then untouched.
    """
    raw = setup_text(case, path.parent).encode("utf-8")
    parse_case(raw, path.name, path.parent)
    return write_atomically(path, lambda temporary: _write(temporary, raw))


def setup_text(case: Case, folder: Path) -> str:
    """The text of a case's setup file that stands in `folder`."""
    lines = [*HEAD, f"name: {scalar(case.name)}", f"language: {case.language}"]
    lines.append(f"crs: {case.crs}")
    if case.notice:
        lines.append(f"notice: {scalar(case.notice)}")
    place = _Places(folder)
    lines += ["", *_structure_map(case, place), "", *_municipalities(case, place)]
    lines += ["", *_plans(case.plans, place)]
    lines += [line for part in (_supporting, _rules, _overrides) for line in part(case, place)]
    ends = {"output": place.path(case.output), "review": place.store(case.review)}
    written = [f"{key}: {scalar(text)}" for key, text in ends.items() if text]
    if case.earlier_results is not None:
        written.append(f"earlier_results: {case.earlier_results}")
    return "\n".join([*lines, *([""] if written else []), *written]) + "\n"


def _write(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)


def _structure_map(case: Case, place: _Places) -> Iterable[str]:
    setup = case.structure_map
    yield "# Regionens strukturbild."
    yield "structure_map:"
    if setup.date:
        yield f"  date: {setup.date}"
    yield f"  matching: {setup.matching}"
    yield f"  typology_normative: {flow(setup.typology_normative)}"
    for name in STRUCTURE_PARTS:
        source: LayerSource | None = getattr(setup, name)
        if source is not None:
            yield f"  {name}: {place.layer(source)}"


def _municipalities(case: Case, place: _Places) -> Iterable[str]:
    yield "# Kommungränser. only: bara dessa kontrolleras; coastal: kommuner med hav."
    yield "municipalities:"
    for key, text in place.entries(case.municipalities.source):
        yield f"  {key}: {text}"
    for key in ("only", "coastal"):
        codes = getattr(case.municipalities, key)
        if codes:
            yield f"  {key}: [{', '.join(quoted(code) for code in codes)}]"


def _plans(plans: Iterable[PlanSetup], place: _Places) -> Iterable[str]:
    plans = tuple(plans)
    yield "# Översiktsplaner: skede (stage), datum och de lager som planen består av."
    yield "plans:" if plans else "plans: []"
    for plan in plans:
        yield f"  - municipality: {quoted(plan.municipality)}"
        yield f"    id: {scalar(plan.plan_id)}"
        if plan.name:
            yield f"    name: {scalar(plan.name)}"
        yield f"    type: {plan.plan_type}"
        yield f"    stage: {plan.stage}"
        for key in PLAN_TEXTS:
            if getattr(plan, key):
                yield f"    {key}: {getattr(plan, key)}"
        if plan.extent is not None:
            yield f"    extent: {place.layer(plan.extent)}"
        yield "    sources:"
        yield from (f"      - {place.layer(source)}" for source in plan.sources)


def _supporting(case: Case, place: _Places) -> Iterable[str]:
    given = {name: getattr(case.supporting, name) for name in SUPPORTING}
    if any(given.values()):
        yield ""
        yield "# Underlag. Det som saknas gör att vissa kontroller inte kan avgöras."
        yield "supporting:"
    for name, source in given.items():
        if source is not None:
            yield f"  {name}: {place.layer(source)}"


def _rules(case: Case, place: _Places) -> Iterable[str]:
    yield ""
    yield "rules:"
    yield f"  set: {scalar(place.rule_set(case.rules.rule_set))}"
    for key in ("only", "skip"):
        if getattr(case.rules, key):
            yield f"  {key}: {flow(getattr(case.rules, key))}"


def _overrides(case: Case, _place: _Places) -> Iterable[str]:
    if case.overrides:
        yield ""
        yield "# Andra trösklar i en kommun; skälet visas i rapporten."
        yield "overrides:"
    for override in case.overrides:
        yield f"  - rule: {scalar(override.rule_id)}"
        yield f"    municipality: {quoted(override.municipality)}"
        yield f"    parameters: {flow(override.parameters)}"
        yield f"    reason: {scalar(override.reason)}"


class _Places:
    """Shortens paths below or beside a folder to what is counted from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def path(self, text: str) -> str:
        """One path; what follows "|" is left alone, and so is what is no absolute path."""
        file, bar, rest = text.partition("|")
        if not file or not Path(file).is_absolute():
            return text
        return self._from_folder(file) + bar + rest

    def _from_folder(self, file: str) -> str:
        near = (self.folder, self.folder.parent)
        at_root = self.folder.parent == self.folder.parent.parent
        if not any(_holds(place, file) for place in (near[:1] if at_root else near)):
            return file
        relative = os.path.relpath(file, self.folder).replace(os.sep, "/")
        # "~x" would be taken for the home folder of x
        return f"./{relative}" if relative.startswith("~") else relative

    def store(self, text: str) -> str:
        """A review store: a file, or a database's connection string as it is."""
        return text if text.startswith(DATABASE) else self.path(text)

    def profile(self, text: str) -> str:
        """A profile id as it is, or the path of a profile file."""
        return self.path(text) if text.endswith(YAML_SUFFIXES) else text

    def rule_set(self, text: str) -> str:
        """A rule set id as it is, or the path of a file or folder."""
        short = self.path(text)
        is_id = not Path(text).is_absolute()
        told = short.endswith(YAML_SUFFIXES) or "/" in short or is_id
        return short if told else f"./{short}"

    def entries(self, source: LayerSource) -> list[tuple[str, str]]:
        """A layer's keys and values as YAML, those at their default left out."""
        is_path = (
            source.provider in PATH_PROVIDERS
            and "://" not in source.uri
            and "dbname=" not in source.uri
        )
        found = [("source", self.path(source.uri) if is_path else source.uri)]
        found += [("provider", source.provider), ("crs", source.crs)]
        profile = self.profile(source.profile)
        found += [("profile", "" if profile == "canonical" else profile)]
        return [(key, text if key == "crs" else scalar(text)) for key, text in found if text]

    def layer(self, source: LayerSource) -> str:
        """A layer on one line: its source alone where that says it all, else a mapping."""
        entries = self.entries(source)
        if len(entries) == 1:
            return entries[0][1]
        return "{" + ", ".join(f"{key}: {text}" for key, text in entries) + "}"


def _holds(folder: Path, file: str) -> bool:
    prefix = str(folder)
    return file.startswith(prefix if prefix.endswith(os.sep) else prefix + os.sep)


def beside(path: Path, suffix: str) -> Path:
    """The companion of a setup file: `kalmar.strukturbild.yaml` -> `kalmar` + suffix."""
    name = path.name[: -len(SUFFIX)] if path.name.endswith(SUFFIX) else path.stem
    return path.with_name(name + suffix)


__all__ = ["SUFFIX", "beside", "setup_text", "write_setup"]
