from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from models.settings import PagerKind, PagerSettings, Settings
from streams.pager.stage import Means, PagerStage
from streams.refusal import Refusal


@pytest.mark.parametrize(
    ("pager", "setting"),
    [
        (PagerSettings(kind=PagerKind.ALERTMANAGER), "pager.url"),
        (PagerSettings(kind=PagerKind.ALERTMANAGER, url=" , "), "pager.url"),
        (PagerSettings(kind=PagerKind.PAGERDUTY), "pager.key"),
        (PagerSettings(listen="127.0.0.1:9000"), "pager.token"),
        (PagerSettings(silences=True), "pager.silences"),
    ],
)
def test_settings_that_do_not_go_together_are_refused_before_anything_starts(
    pager: PagerSettings, setting: str
) -> None:
    means = Means(Settings(pager=pager), lambda: datetime(2026, 3, 1, tzinfo=UTC), print)
    with pytest.raises(Refusal, match=setting):
        PagerStage(means)


def test_secrets_do_not_show() -> None:
    pager = PagerSettings(key=SecretStr("routing"), token=SecretStr("let-me-in"))
    assert "routing" not in repr(pager)
    assert "let-me-in" not in repr(pager)
