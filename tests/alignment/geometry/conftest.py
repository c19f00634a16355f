"""Whatever is worked out block by block comes to the same in many small blocks and in one."""

from __future__ import annotations

from typing import Iterator

import pytest
from strukturbild.alignment.geometry import threads


@pytest.fixture(scope="module", params=[threads.VERTICES_PER_TASK, 7], ids=["whole", "blocks"])
def blocks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Use it in modules whose functions work in blocks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threads, "VERTICES_PER_TASK", request.param)
        yield
