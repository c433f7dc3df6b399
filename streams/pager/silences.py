"""Asks Alertmanager for silences: whoever silences one alert by its id has set it aside."""

import asyncio

from aiokafka.errors import KafkaError

from streams.pager.acknowledging import Acknowledging
from streams.pager.alertmanager import addresses, bearer
from streams.pager.callbacks import Acknowledgement, Useless, from_silence
from streams.pager.posting import Poster
from streams.pager.roster import Roster

EVERY_S = 30.0


class Silences:
    """Looks every half a minute; what was said once is not said again, and after a restart is the same event."""

    def __init__(
        self, poster: Poster, urls: str, key: str | None, roster: Roster, acknowledging: Acknowledging
    ) -> None:
        self._poster = poster
        self._urls = addresses(urls, "silences")
        self._headers = bearer(key)
        self._roster = roster
        self._acknowledging = acknowledging
        self._taken: set[str] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Look until `stop`."""
        while not stop.is_set():
            if self._roster.complete.is_set():
                await self.look()
            try:
                async with asyncio.timeout(EVERY_S):
                    await stop.wait()
            except TimeoutError:
                continue

    async def look(self) -> None:
        """Take in what is silenced now, and forget the silences that are over."""
        active: set[str] = set()
        for url in self._urls:
            silences = await self._poster.get(url, {}, self._headers)
            for read in map(from_silence, silences if isinstance(silences, list) else ()):
                if isinstance(read, Acknowledgement):
                    active.add(read.reference)
                    await self._take(read)
        self._taken &= active

    async def _take(self, found: Acknowledgement) -> None:
        if found.reference in self._taken:
            return
        try:
            if await self._acknowledging.take(found) is not Useless.UNKNOWN_ALERT:
                self._taken.add(found.reference)
        except KafkaError:
            return
