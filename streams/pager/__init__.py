"""Takes what the monitor published to whoever must act: a pager that is down never delays the monitor.

The stage reads `alerts` and `operations`, and its place in them moves only when a receiver has accepted a delivery, or
when it was decided that there is nothing to deliver. Where that cannot be known, it delivers again, under the same key:
a duplicate rather than a miss.
"""
