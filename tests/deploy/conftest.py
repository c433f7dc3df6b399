"""One broker with TLS, SASL and ACLs for the session, its topics made by an administrator of least privilege."""

import asyncio
import gc
from collections.abc import Iterator

import pytest
from aiokafka.protocol.admin import CreateAclsRequest

from models.settings import Role
from tests.deploy import certificates, grants
from tests.deploy.secured import CLIENT, Secured, broker, natwatch

HOLDERS = {
    "administrator": "administrator",
    "intake": "intake",
    "monitor": CLIENT,
    "pager": "pager",
    "reader": "reader",
}


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("secured")
    made = certificates.make(folder / "certificates", client=CLIENT)
    with broker(folder / "kafka", made) as kafka:
        parts = [*HOLDERS.items(), *(("vigil", HOLDERS[role]) for role in Role)]
        wanted = [acl for part, user in parts for acl in grants.acls(grants.listed(part), user)]
        asyncio.run(grants.change({"bootstrap_servers": kafka.bootstrap}, wanted, CreateAclsRequest))
        secured = Secured(kafka, made)
        created = natwatch(
            secured.variables("administrator"), "topics", "create", "--partitions", "2", "--replication", "1"
        )
        assert created.returncode == 0, created.stderr
        yield secured


@pytest.fixture(scope="module")
def collected() -> Iterator[None]:
    """What a module leaves to the collector is found in that module, and not in the tests of another one."""
    yield
    gc.collect()
