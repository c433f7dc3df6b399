"""TLS, SASL and ACLs on a real broker: what works with exactly our ACLs, and what is said where one is missing."""

import asyncio
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from aiokafka.errors import SaslAuthenticationFailed
from aiokafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest

from models.alerts import Alert
from models.canary import is_canary
from models.settings import Inbound, KafkaSettings, Role, Settings, WorkerSettings
from models.vigil import VigilSettings
from streams import clock
from streams.admission import Admission
from streams.connection import client_arguments
from streams.denial import denied
from streams.monitor.clients import Clients
from streams.monitor.first_lines import write_first_lines
from streams.refusal import Refusal
from streams.settings import read
from streams.topics import TopicNames
from streams.topics.administration import denied_to_worker, wrong_with_topics
from streams.topics.cluster import connected
from tests.deploy import grants
from tests.deploy.conftest import HOLDERS
from tests.deploy.secured import Secured, natwatch, password
from tests.house.tree import ROOT
from tests.integration.installation import event, published, send
from tests.patience import SOON_S, until
from tests.streams.monitor.lines import rulings

# aiokafka leaves a connection that a broker has refused to the collector, which says so whenever it finds it.
LEFT = "ignore::pytest.PytestUnraisableExceptionWarning"
pytestmark = [pytest.mark.filterwarnings(LEFT), pytest.mark.usefixtures("collected")]

RESULT = event("lab-result", 1, 9, result_id="r", status="final", analyte="alt", value=400, unit="U/L")
NOTHING_CAN_BE_WRITTEN_HERE = "/proc"
"""By nobody, root included: as in a container with a read-only root."""


@contextmanager
def worker(variables: Mapping[str, str], role: str, log: Path) -> Iterator[None]:
    with log.open("wb") as opened:
        command = [sys.executable, "-m", "streams.cli", "worker", "--roles", role]
        running = subprocess.Popen(
            command,
            env={**variables, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=NOTHING_CAN_BE_WRITTEN_HERE,
            stdout=opened,
            stderr=opened,
        )
    try:
        yield
    finally:
        running.terminate()
        assert running.wait(SOON_S) == 0


async def test_workers_of_one_role_each_do_their_work_with_exactly_the_acls_of_that_role(
    secured: Secured, tmp_path: Path
) -> None:
    """Each of them proves who it is in another way: SCRAM, a certificate, PLAIN."""
    logs = {role: tmp_path / role for role in Role}
    admin = Settings(kafka=KafkaSettings(bootstrap=secured.kafka.bootstrap))
    # The log has been begun, so each of them looks at its first line.
    await write_first_lines(Clients(client_arguments(admin.kafka), TopicNames()), rulings(), clock.now)
    with (
        worker(secured.variables("intake"), "intake", logs[Role.INTAKE]),
        worker(secured.by_certificate(), "monitor", logs[Role.MONITOR]),
        worker(secured.by_plain("pager"), "pager", logs[Role.PAGER]),
    ):
        await send(admin, [(Inbound.LAB_RESULTS, RESULT), (Inbound.LAB_RESULTS, b"poison")])
        # A canary's alert as well: then the vigil may do all that it must, whichever of the three keeps it.
        alerts = await published(admin, _both_sorts)
        await until(lambda: all(word in logs[Role.PAGER].read_text() for word in ("liver-uln", "worker-started")))

    assert [alert.rule for alert in alerts if not is_canary(alert.patient_id)] == ["liver-uln"]
    assert not [role for role, log in logs.items() if "vigil-hindered" in log.read_text()]
    assert not [role for role, log in logs.items() if "uthoriz" in log.read_text()]
    log = await asyncio.to_thread(natwatch, secured.variables("reader"), "log")
    assert '"result_id":"r"' in log.stdout.replace('": ', '":')


def _both_sorts(alerts: Sequence[Alert]) -> bool:
    return {is_canary(alert.patient_id) for alert in alerts} == {True, False}


REFUSALS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "wrong password": ({"KAFKA__PASSWORD": "not this one"}, "kafka.username, kafka.password"),
    "unknown user": ({"KAFKA__USERNAME": "nobody"}, "kafka.username, kafka.password"),
    "wrong mechanism": ({"KAFKA__MECHANISM": "PLAIN"}, "set kafka.mechanism"),
    "untrusted certificate": ({"KAFKA__CA_FILE": "another authority"}, "check kafka.ca_file"),
    "certificate of another host": ({"KAFKA__BOOTSTRAP": "localhost"}, "not valid for 'localhost'"),
    "TLS to a plaintext port": (
        {"KAFKA__BOOTSTRAP": "the super user's port"},
        "kafka.security is what this port wants",
    ),
    "plaintext to a TLS port": ({"KAFKA__SECURITY": "sasl-plaintext"}, "kafka.security is what this port wants"),
    "no client certificate": ({"KAFKA__BOOTSTRAP": "MUTUAL", "KAFKA__SECURITY": "ssl"}, "kafka.certificate_file"),
    "no ACL at all": ({"KAFKA__USERNAME": "stranger", "KAFKA__PASSWORD": password("stranger")}, "deploy/acls"),
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_whoever_is_not_let_in_is_told_in_one_sentence_what_to_do(
    secured: Secured, tmp_path: Path, case: str
) -> None:
    changed, said = REFUSALS[case]
    settings = read({}, secured.variables("intake", **_placed(changed, secured, tmp_path)))

    with pytest.raises(Refusal) as refused:
        async with connected(settings.kafka) as cluster:
            await wrong_with_topics(cluster, settings)

    (sentence,) = refused.value.reasons
    assert said in sentence
    assert "cannot be reached" not in sentence


def test_a_worker_with_a_wrong_password_logs_that_and_not_the_password(secured: Secured) -> None:
    revoked = {**secured.variables("intake"), "NATWATCH_KAFKA__PASSWORD": "revoked-4711"}
    ended = natwatch(revoked, "worker", "--roles", "intake")

    assert ended.returncode == 1
    (line,) = [line for line in ended.stderr.splitlines() if '"worker-refused"' in line]
    assert "does not accept the user: check kafka.username, kafka.password" in line
    assert "revoked-4711" not in ended.stderr


def _placed(changed: Mapping[str, str], secured: Secured, folder: Path) -> Mapping[str, str]:
    other = folder / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    port = secured.kafka.address("SCRAM").partition(":")[2]
    places = {
        "another authority": str(other),
        "localhost": f"localhost:{port}",
        "the super user's port": secured.kafka.bootstrap,
        "MUTUAL": secured.kafka.address("MUTUAL"),
    }
    return {name: places.get(value, value) for name, value in changed.items()}


@pytest.mark.parametrize("role", Role)
async def test_a_worker_that_lacks_a_grant_says_which_before_it_starts(secured: Secured, role: Role) -> None:
    user = HOLDERS[role]
    variables = secured.by_certificate() if role is Role.MONITOR else secured.variables(user)
    settings = read({}, variables).model_copy(
        update={"worker": WorkerSettings(roles=(role,)), "vigil": VigilSettings(keep=False)}
    )
    look, *lines = grants.listed(role)
    assert look.startswith("--operation Describe")
    # What the vigil may do would hide some of what the role may no more.
    await grants.change(secured.super_user, grants.acls(grants.listed("vigil"), user), DeleteAclsRequest)
    await grants.change(secured.super_user, grants.acls(grants.listed(role), user), CreateAclsRequest)
    lacking = {}
    async with connected(settings.kafka) as cluster:
        assert await denied_to_worker(cluster, settings) == ()
        for line in lines:
            await grants.change(secured.super_user, grants.acls([line], user), DeleteAclsRequest)
            lacking[line] = await denied_to_worker(cluster, settings)
            await grants.change(secured.super_user, grants.acls([line], user), CreateAclsRequest)
    await grants.change(secured.super_user, grants.acls(grants.listed("vigil"), user), CreateAclsRequest)

    for line, sentences in lacking.items():
        if "--transactional-id" in line:
            assert sentences == (), "no broker says beforehand who may use them"
            continue
        (sentence,) = sentences
        assert f"deploy/acls/{role}.txt" in sentence
        words = line.split()
        assert all(word in sentence for word in words if not word.startswith("--")), line


async def test_a_monitor_without_its_transactional_ids_ends_and_says_so(secured: Secured) -> None:
    (line,) = [line for line in grants.listed("monitor") if "transactional-id" in line]
    taken = list(grants.acls([line], HOLDERS["monitor"]))
    await grants.change(secured.super_user, taken, DeleteAclsRequest)
    try:
        ended = await asyncio.to_thread(natwatch, secured.by_certificate(), "worker", "--roles", "monitor")
    finally:
        await grants.change(secured.super_user, taken, CreateAclsRequest)

    assert ended.returncode == 70
    assert "Kafka denies this worker the use of a transactional id" in ended.stderr


@pytest.mark.parametrize("case", ["wrong password", "untrusted certificate"])
async def test_a_worker_that_is_let_in_no_more_ends_and_says_so(secured: Secured, tmp_path: Path, case: str) -> None:
    changed, _ = REFUSALS[case]
    settings = read({}, secured.variables("intake", **_placed(changed, secured, tmp_path)))

    with pytest.raises((SaslAuthenticationFailed, ssl.SSLCertVerificationError)) as turned_away:
        await Admission(settings.kafka, every_s=0).run(asyncio.Event())

    assert ": check kafka." in str(denied(turned_away.value))


@pytest.mark.parametrize("bootstrap", ["that of the broker", "127.0.0.1:1"])
async def test_a_worker_that_is_let_in_or_whose_kafka_is_away_goes_on(secured: Secured, bootstrap: str) -> None:
    kafka = read({}, secured.variables("intake")).kafka
    if bootstrap == "127.0.0.1:1":
        kafka = kafka.model_copy(update={"bootstrap": bootstrap})
    stop = asyncio.Event()
    looking = asyncio.create_task(Admission(kafka, every_s=0).run(stop))
    await asyncio.sleep(1)
    assert not looking.done()
    stop.set()
    await looking


def test_an_expired_certificate_is_called_expired(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC)).configure_cert(context)
    with _answering(context) as address:
        ended = natwatch(
            {"NATWATCH_KAFKA__CA_FILE": str(tmp_path / "ca.pem"), "NATWATCH_KAFKA__SECURITY": "ssl"},
            "topics", "check", "--bootstrap", address,
        )  # fmt: skip

    assert ended.returncode == 1
    assert "certificate has expired" in ended.stderr.splitlines()[-1]


@contextmanager
def _answering(context: ssl.SSLContext) -> Iterator[str]:
    """A server that shows its certificate and says nothing."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", ssl=context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(server.wait_closed())
        loop.close()
