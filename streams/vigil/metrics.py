"""What the vigil has seen, as it is called outside. Only the worker that keeps the vigil has most of it."""

from typing import Final

from models.settings import Role
from streams.metrics.described import Label, counter, gauge
from streams.metrics.labels import FEED, OPERATION, PARTITION, TOPIC

_GROUP = Label("group", "whose work waits", tuple(Role))
_STAGE = Label("stage", "what it came through", tuple(Role))

KEEPER: Final = gauge("natwatch_vigil_keeper", "1 where this worker keeps the vigil: over all workers the sum is 1.")
BEATS_SENT: Final = counter("natwatch_heartbeats_sent_total", "Heartbeats that were sent down the whole path.")
BEAT_AT: Final = gauge(
    "natwatch_heartbeat_timestamp_seconds",
    "When the newest heartbeat was sent that has come through this stage; that of the pager is the whole path's.",
    _STAGE,
)
BEAT_TRAVEL: Final = gauge(
    "natwatch_heartbeat_travel_seconds", "How long the newest heartbeat took from the hospital's topic to the pager."
)
CANARY_AT: Final = gauge(
    "natwatch_canary_timestamp_seconds", "When the newest canary was sent whose alert was seen on alerts."
)
CANARY_TRAVEL: Final = gauge(
    "natwatch_canary_travel_seconds", "How long the newest canary took from the hospital's topic to its alert."
)
FEED_AT: Final = gauge(
    "natwatch_feed_timestamp_seconds", "When the newest message of the feed came in, as its records say.", FEED
)
FEED_EXPECTED: Final = gauge(
    "natwatch_feed_expected_messages",
    "How many messages the feed has had, in other weeks, in the hours for which it is silent now.",
    FEED,
)
LAG: Final = gauge("natwatch_lag_records", "Records that wait to be read.", _GROUP, TOPIC, PARTITION)
LAG_AGE: Final = gauge(
    "natwatch_lag_seconds", "For how long the oldest record has waited to be read.", _GROUP, TOPIC, PARTITION
)
FIRING: Final = gauge("natwatch_operations_firing", "Operations alerts that fire, whoever raised them.", OPERATION)
METRICS: Final = (
    KEEPER, BEATS_SENT, BEAT_AT, BEAT_TRAVEL, CANARY_AT, CANARY_TRAVEL, FEED_AT, FEED_EXPECTED, LAG, LAG_AGE, FIRING,
)  # fmt: skip
