"""The settings of the vigil."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from models.section import LongerThanNothing, Section


class VigilSettings(Section):
    """When silence, a flood or a backlog becomes an operations alert."""

    keep: bool = True
    """Whether this worker takes its turn in keeping the vigil; one of all that do keeps it."""
    heartbeat: LongerThanNothing = timedelta(seconds=30)
    """How often a heartbeat goes down the whole path, from intake to the pager."""
    silence: LongerThanNothing = timedelta(seconds=90)
    """For how long a heartbeat may be under way; also, for how long the pager goes without one and says it is alive."""
    canary: LongerThanNothing = timedelta(hours=1)
    """How often an invented patient's ALT breaches."""
    canary_within: LongerThanNothing = timedelta(seconds=30)
    """How soon its alert must be seen."""
    lag: LongerThanNothing = timedelta(minutes=2)
    """For how long a record may wait to be read by intake, monitor or pager."""
    feed_messages: Annotated[int, Field(ge=1)] = 10
    """A feed is silent if it has had so many messages, in other weeks, in the hours for which it has none now."""
    flood_window: LongerThanNothing = timedelta(minutes=5)
    """Over how long rejected and unmapped parts of messages are counted."""
    flood_parts: Annotated[int, Field(ge=1)] = 20
    """Fewer of them are no flood."""
    flood_share: Annotated[float, Field(gt=0, le=1)] = 0.2
    """Of all parts; fewer rejected ones are no flood."""
