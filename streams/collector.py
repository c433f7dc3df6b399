"""Python's collector of cycles, told that what is kept of patients is kept for long and is in no cycle."""

import gc
from typing import Final

_THRESHOLDS: Final = (100_000, 50, 100)


def collect_rarely() -> None:
    """Look for cycles rarely; what is there by now is not looked at again.

    A worker keeps many small frozen objects for the patients at hand. To walk them all again and again, as the
    collector does by default, took a quarter of the time of judging 600 patients with a year of history.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
