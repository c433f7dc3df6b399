import asyncio

from streams.monitor.inbox import Delivery, Inbox


def delivery(offset: int) -> Delivery:
    return Delivery(offset, b"", lambda: None)


async def test_what_waits_is_taken_together_and_in_order() -> None:
    inbox = Inbox()
    for offset in range(5):
        await inbox.put(delivery(offset))
    assert [taken.offset for taken in await inbox.take(3)] == [0, 1, 2]
    assert [taken.offset for taken in await inbox.take(3)] == [3, 4]


async def test_a_full_inbox_makes_the_sender_wait_until_something_was_taken() -> None:
    inbox = Inbox(room=1)
    await inbox.put(delivery(0))
    sender = asyncio.ensure_future(inbox.put(delivery(1)))
    await asyncio.sleep(0)
    assert not sender.done()
    await inbox.take(1)
    await sender
    assert [taken.offset for taken in await inbox.take(1)] == [1]


async def test_whoever_waits_can_be_stirred_with_nothing() -> None:
    inbox = Inbox()
    taker = asyncio.ensure_future(inbox.take(8))
    await asyncio.sleep(0)
    inbox.stir()
    assert await taker == []


async def test_a_closed_inbox_lets_everybody_go_and_drops_what_it_has() -> None:
    inbox = Inbox(room=1)
    await inbox.put(delivery(0))
    sender = asyncio.ensure_future(inbox.put(delivery(1)))
    await asyncio.sleep(0)
    inbox.close()
    await sender
    await inbox.put(delivery(2))
    assert await inbox.take(8) == []
