"""Findings about an infusion: what they ask for while it runs, and after."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import msgspec

from alerts.chart.infusion import Infusion
from alerts.intervals import earliest
from models.findings import Effect, End, Finding
from models.policy import Policy

MINUTE: Final = timedelta(minutes=1)


def while_running(infusion: Infusion, policy: Policy, finding: Finding) -> Iterator[Finding]:
    """The finding, and while the infusion runs another one of its rank that asks to stop it."""
    over = infusion.over_at(policy)
    if finding.holds_from < over:
        until = earliest(over, finding.holds_until)
        action = f"Stop the infusion. {finding.action}"
        yield msgspec.structs.replace(finding, effect=Effect.STOP_INFUSION, holds_until=until, action=action)
    yield finding


def until_acknowledged(infusion: Infusion, policy: Policy, finding: Finding) -> Iterator[Finding]:
    """The finding, ended by a person only, and while the infusion runs another one that asks to stop it."""
    return while_running(infusion, policy, msgspec.structs.replace(finding, ends=End.ACKNOWLEDGED))
