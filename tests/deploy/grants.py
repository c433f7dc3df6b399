"""Gives a principal what a file of `deploy/acls` lists, as `kafka-acls --add` would."""

import argparse
import asyncio
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest, DescribeAclsRequest

from tests.patience import until_said

ACLS = Path(__file__).parents[2] / "deploy" / "acls"

# Numbers of Kafka's protocol.
_KINDS = {"topic": 2, "group": 3, "cluster": 4, "transactional_id": 5}
_OPERATIONS = {"Read": 3, "Write": 4, "Create": 5, "Describe": 8, "DescribeConfigs": 10}
_PATTERNS = {"literal": 3, "prefixed": 4}
TRANSACTIONAL_ID = _KINDS["transactional_id"]
_ALLOW = 3
_LOOK_S = 0.02

Acl = tuple[int, str, int, str, str, int, int]


def listed(part: str) -> list[str]:
    """The lines for one part of natwatch."""
    return (ACLS / f"{part}.txt").read_text().splitlines()


def acls(lines: Iterable[str], user: str) -> Iterator[Acl]:
    """What lines grant to a user."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--operation", action="append", choices=_OPERATIONS, required=True)
    parser.add_argument("--resource-pattern-type", choices=_PATTERNS, default="literal")
    for kind in _KINDS:
        parser.add_argument(f"--{kind.replace('_', '-')}", action="append", default=[])
    for line in lines:
        given = parser.parse_args(line.split())
        pattern = _PATTERNS[given.resource_pattern_type]
        for kind, number in _KINDS.items():
            for name, operation in product(getattr(given, kind), given.operation):
                yield number, name, pattern, f"User:{user}", "*", _OPERATIONS[operation], _ALLOW


async def change(
    client: Mapping[str, Any], wanted: Iterable[Acl], request: type[CreateAclsRequest | DeleteAclsRequest]
) -> None:
    """Adds or takes away, by a client that is told this and is the broker's super user; the broker goes by it then."""
    asked = list(wanted)
    admin = AIOKafkaAdminClient(**client)
    await admin.start()
    try:
        # aiokafka has no name for it yet
        answers: list[Any] = await asyncio.gather(*(admin._send_request(request(*acl)) for acl in asked))  # noqa: SLF001
        for answer in answers:
            answered = answer.creation_responses if request is CreateAclsRequest else answer.filter_responses
            assert [one[0] for one in answered] == [0], answer
        for acl in asked:
            await until_said(partial(_goes_by, admin, acl, there=request is CreateAclsRequest), _LOOK_S)
    finally:
        await admin.close()


async def _goes_by(admin: AIOKafkaAdminClient, acl: Acl, *, there: bool) -> bool:
    """Whether the broker knows of a change, which it does a moment after the change is made."""
    answer: Any = await admin._send_request(DescribeAclsRequest(*acl))  # noqa: SLF001 - it has no name yet
    assert answer.error_code == 0, answer
    return bool(answer.resources) is there
