"""The assignment is the best there is: checked against trying every permutation."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strukturbild.alignment.identity.assign import best_pairs

SCORES = st.integers(1, 5).flatmap(
    lambda n: st.integers(1, 5).flatmap(
        lambda m: st.lists(
            st.lists(st.sampled_from([0.0, 0.5, 0.7, 0.9, 0.95, 1.0]), min_size=m, max_size=m),
            min_size=n,
            max_size=n,
        )
    )
)


def best_sum(scores: np.ndarray) -> float:
    if scores.shape[0] > scores.shape[1]:
        scores = scores.T
    rows = range(scores.shape[0])
    return max(
        sum(scores[row, column] for row, column in zip(rows, columns))
        for columns in itertools.permutations(range(scores.shape[1]), len(rows))
    )


@given(SCORES)
def test_no_other_pairing_scores_more(listed: list[list[float]]) -> None:
    scores = np.array(listed)
    rows, columns = best_pairs(scores)
    assert len(set(rows.tolist())) == len(rows) and len(set(columns.tolist())) == len(columns)
    assert (scores[rows, columns] > 0).all()
    assert np.isclose(scores[rows, columns].sum(), best_sum(scores))
