"""One node of Apache Kafka in a directory: started, stopped, killed, paused and started again."""

import base64
import contextlib
import secrets
import signal
import subprocess
import time
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.embedded.errors import EmbeddedKafkaError
from streams.embedded.jars import kafka_jars
from streams.embedded.java import JavaProcess, command
from streams.embedded.properties import LOG4J2, Listener, server_properties
from streams.embedded.ready import held_ports, serves

_START_S = 120.0
_STOP_S = 10.0
_LOOK_EVERY_S = 0.05


class EmbeddedKafka:
    """Apache Kafka on loopback ports of its own, its data in `directory`; it dies with this process.

    As a context manager it starts at the beginning and is gone at the end. What it stored stays in the directory, and
    nobody else is given its ports meanwhile, so a node that was stopped or killed goes on where it was.

    Args:
        directory: where its data, settings and log (`broker.log`) are kept; made if it is not there.
        properties: server.properties to add or replace.
        say: is told of what takes long (the first download).
        listeners: further ports, each its name with its protocol; `address` says where they are.
        scram: the users that it knows from its first start on, with their passwords, by SCRAM-SHA-512.
    """

    def __init__(
        self,
        directory: Path,
        properties: Mapping[str, str] | None = None,
        say: Callable[[str], None] = lambda _: None,
        *,
        listeners: Mapping[str, str] | None = None,
        scram: Mapping[str, str] | None = None,
    ) -> None:
        self._directory = directory
        self._properties = dict(properties or {})
        self._say = say
        further = listeners or {}
        held = contextlib.ExitStack()
        weakref.finalize(self, held.close)
        self._port, self._controller_port, *ports = held.enter_context(held_ports(2 + len(further)))
        self._listeners = [Listener(*named, port) for named, port in zip(further.items(), ports, strict=True)]
        self._scram = dict(scram or {})
        self._process: JavaProcess | None = None

    @property
    def bootstrap(self) -> str:
        """The address for clients, `host:port`."""
        return f"127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """The port of `bootstrap`."""
        return self._port

    def address(self, listener: str) -> str:
        """Where one of the further listeners is, `host:port`."""
        return next(f"127.0.0.1:{found.port}" for found in self._listeners if found.name == listener)

    def start(self) -> None:
        """Starts the node and returns when it serves clients (some 5 s the first time).

        Raises:
            EmbeddedKafkaError: its jars cannot be had, or it does not come up; says where its log is.
        """
        jars = kafka_jars(self._say)
        self._directory.mkdir(parents=True, exist_ok=True)
        settings = self._write_settings()
        if not (self._data / "meta.properties").exists():
            self._format(jars, settings)
        log4j = f"-Dlog4j2.configurationFile={self._directory / 'log4j2.properties'}"
        with self._log.open("ab") as log:
            self._process = JavaProcess(command(jars, ["-Xmx512m", log4j], ["kafka.Kafka", str(settings)]), log)
        self._wait_until_it_serves()

    def stop(self) -> None:
        """Ends the node in good order; does nothing where none runs."""
        if self._process is not None:
            self._process.stop(_STOP_S)
            self._process = None

    def kill(self) -> None:
        """Ends the node with SIGKILL; does nothing where none runs."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def pause(self) -> None:
        """Stops the node in its tracks (SIGSTOP): connections stay open and nothing answers."""
        if self._process is not None:
            self._process.signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Lets a paused node go on (SIGCONT)."""
        if self._process is not None:
            self._process.signal(signal.SIGCONT)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.resume()
        self.stop()

    @property
    def _data(self) -> Path:
        return self._directory / "data"

    @property
    def _log(self) -> Path:
        return self._directory / "broker.log"

    def _write_settings(self) -> Path:
        settings = self._directory / "server.properties"
        settings.write_text(
            server_properties(self._data, self._port, self._controller_port, self._properties, self._listeners)
        )
        (self._directory / "log4j2.properties").write_text(LOG4J2)
        return settings

    def _format(self, jars: list[Path], settings: Path) -> None:
        cluster = base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()
        # A cluster id may not begin with a dash: the tool would take it for an option.
        arguments = ["format", "--standalone", f"--cluster-id={cluster}", "-c", str(settings)]
        for user, password in self._scram.items():
            arguments += ["--add-scram", f"SCRAM-SHA-512=[name={user},password={password}]"]
        with self._log.open("ab") as log:
            done = subprocess.run(  # noqa: S603 - our own command
                command(jars, [], ["kafka.tools.StorageTool", *arguments]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            raise EmbeddedKafkaError(f"Apache Kafka could not format its directory: see {self._log}.")

    def _wait_until_it_serves(self) -> None:
        deadline = time.monotonic() + _START_S
        while not serves(self._port):
            if self._process is None or not self._process.running:
                self.kill()
                raise EmbeddedKafkaError(f"Apache Kafka ended while it was starting: see {self._log}.")
            if time.monotonic() > deadline:
                self.kill()
                raise EmbeddedKafkaError(f"Apache Kafka did not start within {_START_S:.0f} s: see {self._log}.")
            time.sleep(_LOOK_EVERY_S)
