"""Strange arrays give the right answer, or an error that names the argument."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.strange.cases_arrays import CASES
from tests.support.strange.forms import Sizes, misbehaviour

SIZES = st.builds(
    Sizes,
    n=st.integers(6, 12),
    side=st.integers(8, 10),
    k=st.integers(2, 3),
    seed=st.integers(0, 2**32 - 1),
)


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=3, derandomize=True, database=None)
@given(sizes=SIZES)
def test_a_strange_array_is_taken_as_it_is_meant_or_refused_by_name(name, sizes):
    assert not misbehaviour(CASES[name], sizes)
