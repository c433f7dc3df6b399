"""`natwatch translate`: what intake would make of messages, without Kafka."""

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

import click
import msgspec

from models.decoded import DecodeContext, Decoded, Ignored
from models.events import line
from models.settings import IntakeSettings
from streams import clock, environment
from streams.cli.options import refusals
from streams.cli.parameters import lines_of
from streams.intake import canonical, fhir, hl7v2
from streams.intake.files import Form, pieces
from streams.settings import read

_DECODERS: Final[Mapping[Form, Callable[[bytes, DecodeContext], Decoded]]] = MappingProxyType(
    {Form.CANONICAL: canonical.decode, Form.FHIR: fhir.decode, Form.HL7V2: hl7v2.decode}
)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--from", "form", type=click.Choice([form.value for form in _DECODERS]), required=True)
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Settings, as TOML (section intake).")
def translate(files: tuple[str, ...], form: str, config: Path | None) -> None:
    """Print the events that intake would accept, as JSON lines; what it would reject goes to standard error.

    A FILE holds canonical events, one a line; or one FHIR resource or Bundle, or one a line; or HL7 v2 messages, one
    after the other. `-` is standard input.

    Times of HL7 v2, and days of FHIR, that name no offset are read in the zone of intake.time_zone
    (NATWATCH_INTAKE__TIME_ZONE=Europe/Berlin); without it they are rejected.
    """
    with refusals():
        context = _context(read({}, environment.variables(), config).intake)
    counts: Counter[str] = Counter()
    for file in files:
        for number, raw in pieces(Form(form), b"".join(lines_of(file))):
            decoded = _DECODERS[Form(form)](raw, context)
            _print(file, number, decoded)
            counts.update(_counts(decoded))
    if sys.stderr.isatty():
        click.echo(", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing", err=True)


def _context(intake: IntakeSettings) -> DecodeContext:
    zone = None if intake.time_zone is None else ZoneInfo(intake.time_zone)
    return DecodeContext(clock.now(), intake.clock_tolerance, zone, intake.local_codes)


def _print(file: str, number: int, decoded: Decoded) -> None:
    sys.stdout.buffer.writelines(line(event, None) + b"\n" for event in decoded.accepted)
    for rejected in decoded.rejected:
        said = {"file": file, "line": number, "reason": rejected.reason, "where": rejected.where}
        click.echo(msgspec.json.encode(said), err=True)


def _counts(decoded: Decoded) -> Mapping[str, int]:
    return {
        "accepted": len(decoded.accepted),
        "rejected": len(decoded.rejected),
        "unknown fields": decoded.unknown_fields,
    } | Counter(_passed_over(ignored) for ignored in decoded.ignored)


def _passed_over(ignored: Ignored) -> str:
    alike = f", looks like {ignored.resembles}" if ignored.resembles else ""
    return f"ignored ({f'{ignored.kind} {ignored.code}'.rstrip()}{alike})"
