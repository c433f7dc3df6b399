"""Laboratory results on a timeline: values as curves beside their limits, answers as marks."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from alerts.chart.reading import Reading
from alerts.limits import LABELS, Beside, above, at_least, below
from models.analytes import Analyte
from models.log import LabResult
from models.terms import Finding
from models.units import canonical_unit, to_canonical
from streams.explain.rows import Line, Mark, Point, Row, curve, strip
from streams.explain.scale import Scale, written
from streams.explain.story import Story

LIVER: Final = (Analyte.ALT, Analyte.AST)
_SIGNS: Final = {Finding.POSITIVE: "+", Finding.NEGATIVE: "\N{MINUS SIGN}", Finding.INDETERMINATE: "?"}
_STYLES: Final = {Finding.POSITIVE: "warning", Finding.NEGATIVE: "good", Finding.INDETERMINATE: "neutral"}


def laboratory(story: Story, scale: Scale) -> Iterator[Row]:
    """A row for each analyte of which there is a result."""
    for analyte in Analyte:
        readings = story.chart.of(analyte)
        if any(reading.result.value is not None for reading in readings):
            yield _curve(analyte, [each for each in readings if each.result.value is not None], story, scale)
        answers = [reading.result for reading in readings if reading.result.finding is not None]
        if answers:
            yield strip(_name(analyte), scale, (), (_answer(result, scale) for result in answers))


def _curve(analyte: Analyte, readings: Sequence[Reading], story: Story, scale: Scale) -> Row:
    multiples = (Decimal(1), story.policy.liver.suspend_multiple) if analyte in LIVER else (Decimal(1),)
    lines = [
        *(line for multiple in multiples for line in _lines(readings, "upper", multiple, scale)),
        *_lines(readings, "lower", Decimal(1), scale),
    ]
    if analyte is Analyte.NATALIZUMAB_LEVEL:
        minimum = story.policy.level.minimum
        lines.append(Line(scale.start, scale.end, minimum, "lower", f"{minimum:f}"))
    return curve(
        _name(analyte), canonical_unit(analyte), scale, [_point(reading, story, scale) for reading in readings], lines
    )


def _point(reading: Reading, story: Story, scale: Scale) -> Point:
    result = reading.result
    value = reading.canonical or Decimal(0)
    said = f"{result.comparator or ''}{value.normalize():f}"
    state = "preliminary" if reading.preliminary else result.status
    title = f"{_name(result.analyte)} {result.value} {result.unit or ''}, {state}, {written(reading.at, scale.zone)}"
    return Point(reading.at, value, _style(reading, story), title, said, hollow=reading.preliminary)


def _style(reading: Reading, story: Story) -> str:
    """As the rules see it: red where the therapy is suspended, amber outside the limits or below the lowest level."""
    comparator, upper, lower = reading.result.comparator, reading.upper, reading.lower
    suspends = upper is not None and reading.result.analyte in LIVER
    if upper is not None and suspends:
        if at_least(upper.value, comparator, upper.limit * story.policy.liver.suspend_multiple):
            return "critical"
        lower = None
    high = upper is not None and above(upper.value, comparator, upper.limit)
    low = lower is not None and below(lower.value, comparator, lower.limit)
    if reading.result.analyte is Analyte.NATALIZUMAB_LEVEL and reading.canonical is not None:
        low = below(reading.canonical, comparator, story.policy.level.minimum)
    return "warning" if high or low else "good"


def _lines(readings: Sequence[Reading], side: str, multiple: Decimal, scale: Scale) -> Iterator[Line]:
    """The limit of each result, from one result to the next; that of the first from the beginning."""
    known = [(each, limit) for each in readings if (limit := getattr(each, side)) is not None]
    starts = [scale.start, *(reading.at for reading, _ in known[1:])]
    style = side if multiple == 1 else "suspend"
    for (reading, limit), start, end in zip(known, starts, [*starts[1:], scale.end], strict=False):
        value = _canonical(reading.result, limit) * multiple
        text = f"{value.normalize():f}" if multiple == 1 else f"{multiple:f} \N{MULTIPLICATION SIGN} ULN"
        yield Line(start, end, value, style, text)


def _canonical(result: LabResult, limit: Beside) -> Decimal:
    return to_canonical(result.analyte, limit.limit, limit.unit or result.unit)


def _answer(result: LabResult, scale: Scale) -> Mark:
    finding = result.finding or Finding.INDETERMINATE
    state = ", preliminary" if result.preliminary else ""
    title = f"{_name(result.analyte)} {finding}{state}, {written(result.occurred_at, scale.zone)}"
    return Mark(result.occurred_at, _STYLES[finding], title, _SIGNS[finding])


def _name(analyte: Analyte) -> str:
    return LABELS.get(analyte, analyte.value)
