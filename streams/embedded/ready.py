"""Whether a node is there for clients, and which ports are kept free for one."""

import contextlib
import random
import socket
import struct
from collections.abc import Iterator

_HOST = "127.0.0.1"
# Below the ports that systems give to outgoing connections: a client that asks for such a port while the node is away
# can be connected to itself, and then the node cannot have it back.
_PORTS = range(15_000, 30_000)
# Kafka's Metadata request, version 1, of no topics: length, key 3, version 1, correlation 0, no client id, empty list.
_METADATA = struct.pack(">ihhihi", 14, 3, 1, 0, -1, 0)


@contextlib.contextmanager
def held_ports(count: int) -> Iterator[list[int]]:
    """Ports of the loopback interface that are given to nobody else for as long as the block runs.

    Each is held by a socket that never listens. A server may listen there beside it, and again after it was away:
    servers say that they share an address, as Kafka does.
    """
    with contextlib.ExitStack() as held:
        yield [_hold(held.enter_context(socket.socket())) for _ in range(count)]


def serves(port: int) -> bool:
    """Whether a Kafka there answers and counts at least one broker as in service."""
    try:
        with socket.create_connection((_HOST, port), timeout=1) as connection:
            connection.sendall(_METADATA)
            answer = connection.makefile("rb").read(12)
    except OSError:
        return False
    brokers: int = struct.unpack(">iii", answer)[2] if len(answer) == 12 else 0  # noqa: PLR2004 - three 32-bit numbers
    return brokers > 0


def _hold(unbound: socket.socket) -> int:
    while True:
        port = random.choice(_PORTS)  # noqa: S311 - not a secret
        with contextlib.suppress(OSError):
            unbound.bind((_HOST, port))
            # Not before: then another one's held port could be had.
            unbound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            return port
