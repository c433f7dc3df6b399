"""Of several infusions or doses, one about which there is nothing to say hides none that comes after it."""

import pytest

from tests.alerts.story import Told, on, revisions

HELD = [on("2025-12-31", "therapy-started"), on("2025-12-31", "condition-started", kind="infection")]


def infusion(at: str, **fields: str) -> Told:
    return on(at, "infusion-started", **{"infusion_id": "first", **fields})


def stop(at: str) -> Told:
    return on(at, "infusion-stopped", infusion_id="first")


def dose(at: str) -> Told:
    return on(at, "dose-prepared", preparation_id="first")


LONG_AGO = [infusion("2025-12-30", preparation_id="first"), stop("2025-12-30 03:00")]
USED_LONG_AGO = [dose("2025-12-30"), *LONG_AGO]
COLD = on("01:00", "dose-prepared", preparation_id="first", storage="refrigerated")
OLDER = on("02:00", "dose-prepared", storage="room-temperature")
MOVED = on("08:00", "dose-moved", preparation_id="first", storage="refrigerated")
WARM = [on("09:00", "dose-prepared", storage="room-temperature")]
DRIP = [on("10:00", "infusion-started")]
BOLUS = [on("10:00", "infusion-started", route="iv-bolus")]
FAST = [on("10:00", "infusion-started", rate_ml_per_h=1000)]
STOPPED = [*DRIP, on("11:00", "infusion-stopped")]
RELEASED = [*STOPPED, on("11:10", "observation-ended")]
EXPIRED = [on("20:00", "infusion-started", preparation_id="bag")]
OBSERVED = [infusion("08:00"), stop("09:00"), on("10:00", "observation-ended", infusion_id="first")]


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        pytest.param("infused-while-held", [*HELD, stop("09:00")], DRIP, id="infused-while-held: no start"),
        pytest.param("expired-dilution-infused", [*WARM, infusion("09:00")], EXPIRED, id="expired: of no dose"),
        pytest.param("infusion-not-closed", [stop("09:00")], DRIP, id="not closed: no start"),
        pytest.param("infusion-not-closed", [infusion("08:00"), stop("09:00")], DRIP, id="not closed: closed"),
        pytest.param("infusion-too-fast", [infusion("09:00", route="iv-bolus")], FAST, id="too fast: no infusion"),
        pytest.param("infusion-too-fast", LONG_AGO, FAST, id="too fast: long ago"),
        pytest.param("observation-missed", [infusion("08:00")], STOPPED, id="observation missed: not stopped"),
        pytest.param("observation-missed", OBSERVED, STOPPED, id="observation missed: observed"),
        pytest.param("observation-too-short", LONG_AGO, RELEASED, id="observation too short: not released"),
        pytest.param("observation-too-short", OBSERVED, RELEASED, id="observation too short: observed"),
        pytest.param("dilution-expired", USED_LONG_AGO, WARM, id="expired: used long ago"),
        pytest.param(
            "dilution-expired",
            [COLD, OLDER],
            [infusion("11:00", preparation_id="first")],
            id="expired: used in time, when the other had expired",
        ),
        pytest.param("dilution-expired", [MOVED], WARM, id="expired: never prepared"),
        pytest.param("dilution-expiring", USED_LONG_AGO, WARM, id="expiring: used long ago"),
        pytest.param(
            "dilution-expiring",
            [COLD, OLDER],
            [infusion("09:30", preparation_id="first"), on("09:40", "relapse-reported")],
            id="expiring: used in time, when the other was expiring",
        ),
        pytest.param("dilution-expiring", [MOVED], WARM, id="expiring: never prepared"),
        pytest.param("dose-mishandled", [dose("08:00")], [on("09:00", "dose-mishandled")], id="handled well"),
        pytest.param("prohibited-route", [infusion("09:00")], BOLUS, id="an allowed route"),
        pytest.param(
            "reaction-late",
            [*STOPPED, on("11:30", "reaction-observed")],
            [on("14:00", "reaction-observed")],
            id="a reaction that is soon",
        ),
    ],
)
def test_one_about_which_there_is_nothing_to_say_hides_no_other(
    rule: str, first: list[Told], second: list[Told]
) -> None:
    later = [on(at, "relapse-reported") for at in ("10:30", "22:00")]
    told = revisions(*first, *second, *later, until="23:00")
    assert {alert.subject for alert in told if alert.rule == rule} in ({"drip"}, {"bag"})
