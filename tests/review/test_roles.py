"""The roles that docs/review.md explains do what it says."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review.exchange import gather, take_in
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.records import Author, Change
from strukturbild.review.update import bring_up_to_date

DOCS = Path(__file__).resolve().parents[2] / "docs" / "review.md"
EVA = Author("eva", "Eva Ek")
ROLES = ("owner", "writer", "reader")


@pytest.fixture
def users(server: Any) -> dict[str, str]:
    """The places of one store as its owner, a writer and a reader see it; none a superuser."""
    tag = uuid.uuid4().hex[:8]
    name = f"roles_{tag}"
    before, after = re.findall(r"```sql\n(.*?)```", DOCS.read_text("utf-8"), re.S)

    def run(database: str, user: str, sql: str) -> None:
        for role in ROLES:
            sql = sql.replace(f"strukturbild_{role}", f"{role}_{tag}")
        server.execute(database, sql, user=user)

    run("postgres", "postgres", f"CREATE DATABASE {name} TEMPLATE gis")
    run(name, "postgres", before.replace("current_database", name))
    for role in ROLES:
        run(name, "postgres", f"CREATE ROLE {role}_user_{tag} LOGIN IN ROLE {role}_{tag}")
    places = {role: "postgresql:" + server.dsn(f"{role}_user_{tag}", name) for role in ROLES}
    with create_store(places["owner"], "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(finding("a"), finding("b", 1000.0)), EVA)
    run(name, f"owner_user_{tag}", after)
    return places


def test_a_writer_does_all_that_reviewing_takes(users, tmp_path) -> None:
    with open_store(users["writer"]).closing() as store:
        a = store.findings()[0].finding_id
        store.write(a, 0, Change(status="accepted", comment="Beslutat"), EVA)
        store.undo(a, 1, EVA)
        moved = small_result(finding("a", side=320.0), finding("c", 5000.0), written="2")
        assert bring_up_to_date(store, moved, EVA).counts["new"] == 1
        assert store.vacuum(keep_runs=1) >= 1
        with create_store(str(tmp_path / "b.gpkg"), "EPSG:3006").closing() as other:
            bring_up_to_date(other, moved, EVA)
            take_in(other, gather(store, EVA), EVA)
            other.write(a, 2, Change(status="in_dialogue"), EVA)
            assert take_in(store, gather(other, EVA), EVA).logs.added == 1
        for statement in ("DELETE FROM decision", "UPDATE decision SET status = 'new'"):
            with pytest.raises(InputError):
                store.backend.execute(statement)


def test_a_reader_reads(users) -> None:
    with open_store(users["reader"]).closing() as store:
        assert not store.backend.writable
        assert len(store.findings()) == 2 and len(store.shapes()) == 2
        with pytest.raises(InputError, match="review_read_only"):
            store.comment(store.findings()[0].finding_id, 0, "Nej", EVA)


def test_the_database_s_user_is_noted(users) -> None:
    with open_store(users["writer"]).closing() as store:
        assert store.backend.login.startswith("writer_user_")
