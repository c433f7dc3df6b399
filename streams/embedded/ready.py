"""Whether a node is there for clients, and which ports are free for one."""

import contextlib
import random
import socket
import struct

_HOST = "127.0.0.1"
# Below the ports that systems give to outgoing connections: a client that asks for such a port while the node is away
# can be connected to itself, and then the node cannot have it back.
_PORTS = range(15_000, 30_000)
# Kafka's Metadata request, version 1, of no topics: length, key 3, version 1, correlation 0, no client id, empty list.
_METADATA = struct.pack(">ihhihi", 14, 3, 1, 0, -1, 0)


def free_ports(count: int) -> list[int]:
    """Ports of the loopback interface on which nobody listens now."""
    with contextlib.ExitStack() as held:
        return [_bind(held.enter_context(socket.socket())) for _ in range(count)]


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


def _bind(unbound: socket.socket) -> int:
    while True:
        port = random.choice(_PORTS)  # noqa: S311 - not a secret
        with contextlib.suppress(OSError):
            unbound.bind((_HOST, port))
            return port
