"""`natwatch topics`: makes the topics, or says what is wrong with them."""

import asyncio

import click

from models.settings import Settings
from streams.cli.options import with_settings
from streams.topics.administration import create_topics, wrong_with_topics
from streams.topics.cluster import connected


@click.group()
def topics() -> None:
    """Create the topics in Kafka, or check those that are there."""


@topics.command()
@click.option("--partitions", type=click.IntRange(1), default=12, show_default=True, help="Of each topic.")
@click.option("--replication", type=click.IntRange(1), default=3, show_default=True, help="Copies of each partition.")
@with_settings()
def create(settings: Settings, partitions: int, replication: int) -> None:
    """Create the topics that are missing; leave the others as they are."""
    asyncio.run(_create(settings, partitions, replication))


@topics.command()
@with_settings()
def check(settings: Settings) -> None:
    """Say what is wrong with the topics, and what to do."""
    asyncio.run(_check(settings))


async def _create(settings: Settings, partitions: int, replication: int) -> None:
    async with connected(settings.kafka) as cluster:
        await create_topics(cluster, settings, partitions, replication, lambda line: click.echo(line, err=True))
        _report(await wrong_with_topics(cluster, settings))


async def _check(settings: Settings) -> None:
    async with connected(settings.kafka) as cluster:
        _report(await wrong_with_topics(cluster, settings))
    click.echo("All topics are as they must be.", err=True)


def _report(faults: tuple[str, ...]) -> None:
    if faults:
        click.echo("\n".join(faults))
        click.get_current_context().exit(1)
