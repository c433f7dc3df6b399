"""By what a worker judges: its policy, its rules, and the judges made of them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from alerts.judge import Judge
from models.policy import Policy
from streams.monitor.position import InForce

_DIGITS = 16


@dataclass(frozen=True)
class Rulings:
    """The policy that this worker was given, and how it makes judges of this one and of others.

    Attributes:
        policy: the site's.
        rules_version: of the rules of this build.
        privacy_key: from which alert ids are made.
        pseudonym: hides a patient's id from whoever reads logs and operations alerts.
        make_judge: makes the judge of a policy and the key.
    """

    policy: Policy
    rules_version: str
    privacy_key: bytes
    pseudonym: Callable[[str], str]
    make_judge: Callable[[Policy, bytes], Judge] = Judge

    @cached_property
    def own(self) -> InForce:
        """What shall be in force where this worker judges."""
        return InForce(
            policy=self.policy.values(), policy_version=self.policy.version, rules_version=self.rules_version
        )

    def wants(self, in_force: InForce | None) -> bool:
        """Whether that policy is to be replaced by this worker's own."""
        own = self.own
        return in_force is None or (in_force.policy_version, in_force.rules_version) != (
            own.policy_version,
            own.rules_version,
        )

    def judge(self, in_force: InForce | None) -> Judge:
        """The judge for a policy of the log; where none was ever in force, for the default policy, as in a replay."""
        policy = Policy() if in_force is None else Policy.from_values(in_force.policy)
        return self.make_judge(policy, self.privacy_key)


def rules_version() -> str:
    """The version of the rules of this build: it changes with the text of any module that alerts can depend on."""
    digest = hashlib.sha256()
    for package in ("alerts", "models"):
        root = Path(str(files(package)))
        for module in sorted(root.rglob("*.py")):
            digest.update(str(module.relative_to(root)).encode() + b"\0" + module.read_bytes())
    return digest.hexdigest()[:_DIGITS]
