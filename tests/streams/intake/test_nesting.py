"""How deep a message is nested is told by its structure alone, whatever its texts look like."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rejections import Reason, Rejected
from streams.intake.json_object import DEEPEST, read_object

TEXTS = st.text(alphabet='[]{}"\\:,\n/u0a', max_size=6)


@given(st.lists(st.tuples(st.booleans(), TEXTS, TEXTS), min_size=DEEPEST - 4, max_size=DEEPEST + 2), st.booleans())
def test_only_what_is_nested_too_deep_is_refused(levels: list[tuple[bool, str, str]], ascii_only: bool) -> None:
    value: Any = 0
    for is_list, before, after in levels:
        value = [before, value, after] if is_list else {f"1{before}": before, f"2{after}": value}
    raw = json.dumps({"whole": value}, ensure_ascii=ascii_only).encode()

    if len(levels) + 1 > DEEPEST:
        with pytest.raises(Rejected) as refused:
            read_object(raw)
        assert refused.value.reason is Reason.NOT_JSON
    else:
        assert read_object(raw) == {"whole": value}
