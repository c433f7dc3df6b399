"""What a node of our own is told: its server.properties and where its log goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOG4J2 = """\
status=error
appender.console.type=Console
appender.console.name=console
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%d %p %m (%c)%n
rootLogger.level=warn
rootLogger.appenderRef.console.ref=console
"""


@dataclass(frozen=True, slots=True)
class Listener:
    """A further port of a node, for clients.

    Attributes:
        name: in capitals, as Kafka writes it.
        protocol: `SSL`, `SASL_SSL`, `SASL_PLAINTEXT` or `PLAINTEXT`.
        port: on loopback.
    """

    name: str
    protocol: str
    port: int


def server_properties(
    data: Path, port: int, controller_port: int, overrides: Mapping[str, str], further: Sequence[Listener] = ()
) -> str:
    """The file for one node that is broker and controller, listens on loopback only, and creates no topic by itself."""
    open_to_clients = [Listener("PLAINTEXT", "PLAINTEXT", port), *further]
    addresses = [f"{listener.name}://127.0.0.1:{listener.port}" for listener in open_to_clients]
    protocols = [f"{listener.name}:{listener.protocol}" for listener in open_to_clients]
    properties = {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.bootstrap.servers": f"127.0.0.1:{controller_port}",
        "listeners": ",".join([*addresses, f"CONTROLLER://127.0.0.1:{controller_port}"]),
        "advertised.listeners": ",".join(addresses),
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": ",".join(["CONTROLLER:PLAINTEXT", *protocols]),
        "inter.broker.listener.name": "PLAINTEXT",
        "log.dirs": str(data),
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": "0",
        **overrides,
    }
    return "".join(f"{name}={value}\n" for name, value in properties.items())
