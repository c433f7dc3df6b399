"""One HTTP request to a receiver, and how it ended: never an exception."""

import asyncio
from collections.abc import Mapping

import httpx
import orjson

from streams.clock import Clock
from streams.pager.retries import Kind, Outcome, retry_after

TIMEOUT_S = 10.0
"""For the whole request: a server that drips its answer must not hold a place for long."""
_ANSWER_LIMIT = 8 * 1024


class Poster:
    """Sends JSON, and reads no more of the answer than is worth reading."""

    def __init__(self, client: httpx.AsyncClient, clock: Clock, timeout_s: float = TIMEOUT_S) -> None:
        self._client = client
        self._clock = clock
        self._timeout_s = timeout_s

    async def post(self, url: str, body: object, headers: Mapping[str, str] | None = None) -> tuple[Outcome, bytes]:
        """Post `body` as JSON; give the outcome and the first bytes of the answer."""
        content = orjson.dumps(body)
        sent = {"content-type": "application/json", **(headers or {})}
        try:
            async with (
                asyncio.timeout(self._timeout_s),
                self._client.stream("POST", url, content=content, headers=sent) as answer,
            ):
                text = await _beginning(answer)
                wait = retry_after(answer.headers.get("retry-after"), self._clock())
                return Outcome(Kind.ANSWERED, answer.status_code, wait), text
        except (TimeoutError, httpx.TimeoutException):
            return Outcome(Kind.TIMED_OUT), b""
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            return Outcome(Kind.BAD_ADDRESS), b""
        except httpx.ConnectError:
            return Outcome(Kind.UNREACHABLE), b""
        except httpx.HTTPError:
            return Outcome(Kind.RESET), b""

    async def get(self, url: str, params: Mapping[str, str], headers: Mapping[str, str] | None = None) -> object:
        """The JSON that `url` answers with 200; none on anything else."""
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await self._client.get(url, params=dict(params), headers=dict(headers or {}))
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL):
            return None
        if answer.status_code != httpx.codes.OK:
            return None
        try:
            return orjson.loads(answer.content)
        except orjson.JSONDecodeError:
            return None


async def _beginning(answer: httpx.Response) -> bytes:
    text = b""
    async for piece in answer.aiter_bytes():
        text += piece
        if len(text) >= _ANSWER_LIMIT:
            break
    return text[:_ANSWER_LIMIT]
