"""The site's policy: every number and list that a rule compares with, and the calendar it counts by."""

from models.policy.dates import birthday, shift
from models.policy.faults import Fault, PolicyError
from models.policy.limits import Limit
from models.policy.period import Period
from models.policy.policy import Policy

__all__ = ["Fault", "Limit", "Period", "Policy", "PolicyError", "birthday", "shift"]
