"""Between stores: what a package is made of, and taking one in, however often it comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Collection, Mapping, Sequence

from ..alignment.identity.keys import digest
from ..alignment.problems import InputError, Problem
from .intake import WAIT, Intake, take_in_logs
from .log import by_finding, insert_into
from .package import LINEAGE_COLUMNS, RUN_COLUMNS, Package
from .pictures import picture_file
from .record_check import UNFIT
from .records import PICTURE, Author, Entry, utc_now
from .run_changes import APPEARANCE
from .schema import FINDING_COPY
from .selection import municipalities_of, municipality_names
from .states import NOT_IN_RUN, PRESENT
from .store import OWN_COLUMNS, ReviewStore, StoredFinding

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Received:
    """What came with a package: findings that were not here, and what became of the logs."""

    findings: int
    logs: Intake
    titles: Mapping[str, StoredFinding]


def gather(
    store: ReviewStore,
    author: Author,
    municipalities: Collection[str] = (),
    *,
    with_pictures: bool = False,
) -> Package:
    """A package of a store's findings, of some municipalities (codes) or all, with whole logs."""
    findings = store.findings()
    names = municipality_names(findings)
    if municipalities:
        wanted_codes = set(municipalities)
        findings = [f for f in findings if wanted_codes.intersection(municipalities_of(f, names))]
    ids = {item.finding_id for item in findings}
    parents = {item.parent_id for item in findings} - ids
    findings = [_clean(replace(f, parent_id="") if f.parent_id in parents else f) for f in findings]
    logs = by_finding(entry for entry in store.log() if entry.finding_id in ids)
    wanted = {(f.last_run, f.finding_id) for f in findings}
    wanted |= {(entry.run_id, entry.finding_id) for log in logs.values() for entry in log}
    appearances = [row for row in _rows(store, "appearance", APPEARANCE) if row[:2] in wanted]
    used = {row[0] for row in appearances}
    lineage = [
        row for row in _rows(store, "lineage", LINEAGE_COLUMNS) if row[0] in ids and row[1] in ids
    ]
    return Package(
        package_id=digest("package", store.meta("store_id"), author.login, utc_now()),
        store_id=store.meta("store_id"),
        made_at=utc_now(),
        made_by=author.name,
        crs=store.backend.crs,
        findings=findings,
        shapes={item: shape for item, shape in store.shapes().items() if item in ids},
        logs=logs,
        runs=[row for row in _rows(store, "run", RUN_COLUMNS) if row[0] in used],
        appearances=appearances,
        lineage=lineage,
        pictures=_pictures(store, logs) if with_pictures else {},
    )


def _rows(store: ReviewStore, table: str, columns: Sequence[str]) -> list[Row]:
    statement = ("SELECT", ", ".join(columns), "FROM", table, "ORDER BY fid")
    return store.backend.query(" ".join(statement))


def _clean(finding: StoredFinding) -> StoredFinding:
    """Plans hold characters that no database takes as text; they are left out."""
    values = {
        name: UNFIT.sub("", value) if isinstance(value, str) else value
        for name, value in finding.values.items()
    }
    return replace(finding, values=values)


def _pictures(
    store: ReviewStore, logs: Mapping[str, Sequence[Entry]]
) -> dict[str, tuple[str, bytes]]:
    found = {}
    for entry in (entry for log in logs.values() for entry in log):
        file = picture_file(store, entry) if entry.change.kind == PICTURE else None
        if file is not None:
            found[entry.entry_id] = (file.suffix[1:].lower(), file.read_bytes())
    return found


def take_in(
    store: ReviewStore, package: Package, author: Author, on_conflict: str = WAIT
) -> Received:
    """Take a package into a store, in one transaction; a second time nothing changes.

    Findings that are not here are added as they are there; those that are here keep what this
    store saw last, and their logs are joined. Raises InputError for another CRS, and where an
    entry that is known here says something else there.
    """
    if package.crs != store.backend.crs:
        params = {"found": package.crs, "known": store.backend.crs, "path": store.backend.name}
        raise InputError(Problem("package_crs_differs", params))
    with store.backend.transaction(alone=True):
        here = store.findings()
        same = _same_findings(here, package.findings)
        known = {item.finding_id for item in here}
        new = [item for item in package.findings if same(item.finding_id) not in known]
        _insert_findings(store, package, new, same)
        _insert_missing(store, "run", RUN_COLUMNS, ("run_id",), package.runs)
        _insert_missing(
            store,
            "appearance",
            APPEARANCE,
            ("run_id", "finding_id"),
            [(row[0], same(row[1]), *row[2:]) for row in package.appearances],
        )
        _insert_missing(
            store,
            "lineage",
            LINEAGE_COLUMNS,
            ("child_id", "parent_id", "relation"),
            [(same(row[0]), same(row[1]), *row[2:]) for row in package.lineage],
        )
        logs = take_in_logs(store, _logs(package, same), author, on_conflict)
    titles = {item.finding_id: item for item in (*here, *new)}
    return Received(len(new), logs, titles)


def _same_findings(
    here: Sequence[StoredFinding], there: Sequence[StoredFinding]
) -> Callable[[str], str]:
    """From a finding's id there to that here: its own, or that of the one with its key.

    Stores that took in the same runs from another one on name a finding differently.
    """
    known = {item.finding_id for item in here}
    by_key: dict[str, list[str]] = {}
    for item in here:
        if item.presence in (PRESENT, NOT_IN_RUN):
            by_key.setdefault(item.finding_key, []).append(item.finding_id)
    taken = {item.finding_id for item in there} & known
    renamed = {}
    for item in there:
        candidates = by_key.get(item.finding_key, [])
        is_other = item.finding_id not in known and item.presence in (PRESENT, NOT_IN_RUN)
        if is_other and len(candidates) == 1 and candidates[0] not in taken:
            renamed[item.finding_id] = candidates[0]
            taken.add(candidates[0])
    return lambda finding_id: renamed.get(finding_id, finding_id)


def _insert_findings(
    store: ReviewStore,
    package: Package,
    new: Sequence[StoredFinding],
    same: Callable[[str], str],
) -> None:
    rows = []
    for item in new:
        own = {name: getattr(item, name) for name in OWN_COLUMNS}
        own |= {"parent_id": same(item.parent_id), "to_confirm": int(item.to_confirm)}
        rows.append((*own.values(), *(item.values[name] for name in FINDING_COPY)))
    store.insert_findings(rows)
    ids = {item.finding_id for item in new}
    for shape in sorted({kind for kind, _ in package.shapes.values()}):
        store.backend.put_shapes(
            shape,
            [
                (item, wkb)
                for item, (kind, wkb) in package.shapes.items()
                if kind == shape and item in ids
            ],
        )


def _insert_missing(
    store: ReviewStore,
    table: str,
    columns: Sequence[str],
    key: Sequence[str],
    rows: Sequence[Row],
) -> None:
    """Insert the rows whose key isn't there; runs from elsewhere are marked as such."""
    there = set(_rows(store, table, key))
    missing = [row for row in rows if row[: len(key)] not in there]
    extra = ("imported",) if table == "run" else ()
    store.backend.execute_many(
        insert_into(table, (*columns, *extra)), [(*row, *(1 for _ in extra)) for row in missing]
    )


def _logs(package: Package, same: Callable[[str], str]) -> dict[str, list[Entry]]:
    """The package's logs under this store's ids; entries say with which package they came."""
    return {
        same(finding_id): [
            replace(
                entry,
                finding_id=same(finding_id),
                change=replace(entry.change, origin=entry.change.origin or package.package_id),
            )
            for entry in log
        ]
        for finding_id, log in package.logs.items()
    }
