"""A TCP proxy before a broker: passes everything on, until a test makes it lose, refuse or cut."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

_CHUNK = 64 << 10


class Proxy:
    """Everything that clients say goes through here, if the broker advertises this port.

    Attributes:
        refusing: new connections are closed at once.
        losing_answers: what the broker says reaches nobody.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._writers: set[asyncio.StreamWriter] = set()
        self.refusing = False
        self.losing_answers = False

    def cut(self) -> None:
        """Resets every connection that there is."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A client has connected."""
        if self.refusing:
            writer.transport.abort()
            return
        try:
            from_broker, to_broker = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, to_broker}
        try:
            await asyncio.gather(self._pass(reader, to_broker), self._pass(from_broker, writer, answers=True))
        finally:
            self._writers -= {writer, to_broker}
            for end in (writer, to_broker):
                end.transport.abort()

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, answers: bool = False) -> None:
        with contextlib.suppress(OSError):
            while chunk := await source.read(_CHUNK):
                if not (answers and self.losing_answers):
                    sink.write(chunk)
                    await sink.drain()
        sink.transport.abort()


@contextlib.asynccontextmanager
async def proxied(port: int, target: int) -> AsyncIterator[Proxy]:
    """A proxy on `port` to the broker on `target`."""
    proxy = Proxy(target)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", port)
    try:
        yield proxy
    finally:
        server.close()
        proxy.cut()
        await server.wait_closed()
