"""What a stage of a worker shows of itself."""

import asyncio
from collections.abc import Iterator
from typing import Protocol

from streams.metrics.described import Family


class Watched(Protocol):
    """A stage, seen from outside."""

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set; raises what it does not understand."""

    @property
    def settled(self) -> bool:
        """Whether it holds what it needs: its share of the topics, and what is known of them."""

    @property
    def turns(self) -> int:
        """How often its loop has turned."""

    def families(self) -> Iterator[Family]:
        """Its metrics as they stand."""
