"""The rows of a timeline: strips of bars and marks, and curves of what was measured. Each is drawn from its own top."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Final, NamedTuple

from streams.explain.scale import LEFT, RIGHT, Scale

STRIP: Final = 22
CURVE: Final = 74
_TOP: Final = 16
_BOTTOM: Final = 64
_NARROWEST: Final = 4.0
_LETTER: Final = 7
_HEADROOM: Final = Decimal("1.15")


class Bar(NamedTuple):
    """A stretch of time. `goes_on`: it had not ended when the story was told; `text` stands in it if there is room."""

    start: datetime
    end: datetime
    style: str
    title: str
    goes_on: bool = False
    text: str = ""


class Mark(NamedTuple):
    """One instant; `sign` is written in it."""

    at: datetime
    style: str
    title: str
    sign: str = ""


class Point(NamedTuple):
    """A measured value, as it is written beside its point."""

    at: datetime
    value: Decimal
    style: str
    title: str
    text: str
    hollow: bool = False


class Line(NamedTuple):
    """A limit, from one instant to another."""

    start: datetime
    end: datetime
    value: Decimal
    style: str
    text: str


class Row(NamedTuple):
    """A row: what it is called, how high it is, and how it is drawn."""

    name: str
    height: int
    drawn: str
    unit: str = ""


def strip(name: str, scale: Scale, bars: Iterable[Bar], marks: Iterable[Mark] = ()) -> Row:
    """A row of bars, and marks upon them."""
    return Row(name, STRIP, "".join([*(_bar(bar, scale) for bar in bars), *(_mark(mark, scale) for mark in marks)]))


def curve(name: str, unit: str, scale: Scale, points: list[Point], lines: list[Line]) -> Row:
    """A row that shows values by their height, with their limits."""
    top = max([*(point.value for point in points), *(line.value for line in lines)], default=Decimal(1)) * _HEADROOM

    def down(value: Decimal) -> float:
        return _BOTTOM - float(max(value, Decimal(0)) / (top or 1)) * (_BOTTOM - _TOP)

    along = " ".join(f"{scale.across(point.at):.1f},{down(point.value):.1f}" for point in points)
    drawn = [
        f'<line class="ground" x1="{LEFT}" x2="{RIGHT}" y1="{_BOTTOM}" y2="{_BOTTOM}"/>',
        *(_limit(line, scale, down(line.value)) for line in lines),
        *_names(lines, [down(line.value) for line in lines]),
        f'<polyline class="course" points="{along}"/>',
        *(_point(point, scale.across(point.at), down(point.value)) for point in points),
        *_values(points, [(scale.across(point.at), down(point.value)) for point in points]),
    ]
    return Row(name, CURVE, "".join(drawn), unit)


def _bar(bar: Bar, scale: Scale) -> str:
    left = scale.across(bar.start)
    width = max(_NARROWEST, scale.across(bar.end) - left)
    shape = f'x="{left:.1f}" y="4" width="{width:.1f}" height="14" rx="2"'
    arrow = f'<path class="{bar.style}" d="M{left + width:.1f} 4l7 7l-7 7z"/>' if bar.goes_on else ""
    text = f'<text class="within" x="{left + 5:.1f}" y="15">{escape(bar.text)}</text>'
    fits = bar.text and _LETTER * (len(bar.text) + 1) <= width
    return (
        f'<g><rect class="bar {bar.style}" {shape}/>{arrow}{text if fits else ""}<title>{escape(bar.title)}</title></g>'
    )


def _mark(mark: Mark, scale: Scale) -> str:
    x = scale.across(mark.at)
    sign = f'<text class="sign" x="{x:.1f}" y="15">{escape(mark.sign)}</text>' if mark.sign else ""
    circle = f'<circle class="mark {mark.style}" cx="{x:.1f}" cy="11" r="6"/>'
    return f"<g>{circle}{sign}<title>{escape(mark.title)}</title></g>"


def _point(point: Point, x: float, y: float) -> str:
    hollow = " hollow" if point.hollow else ""
    circle = f'<circle class="mark {point.style}{hollow}" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
    return f"<g>{circle}<title>{escape(point.title)}</title></g>"


def _values(points: list[Point], places: list[tuple[float, float]]) -> Iterator[str]:
    """The last value and the highest, then the others, the later first; none that would stand on another."""
    highest = max(range(len(points)), key=lambda n: points[n].value)
    order = [len(points) - 1, highest, *reversed(range(len(points)))]
    taken: list[tuple[float, float]] = []
    for n in dict.fromkeys(order):
        (x, y), half = places[n], _LETTER * len(points[n].text) / 2 + 2
        if all(x + half <= left or x - half >= right for left, right in taken):
            taken.append((x - half, x + half))
            yield f'<text class="value" x="{x:.1f}" y="{y - 8:.1f}">{escape(points[n].text)}</text>'


def _limit(line: Line, scale: Scale, y: float) -> str:
    left, right = scale.across(line.start), scale.across(line.end)
    place = f'x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"'
    return f'<g><line class="limit {line.style}" {place}/><title>{escape(line.text)}</title></g>'


def _names(lines: list[Line], heights: list[float]) -> Iterator[str]:
    """What each limit was last, at the left edge; one that would stand on another is left out."""
    last = {line.style: (line, y) for line, y in zip(lines, heights, strict=True)}
    taken: list[float] = []
    for line, y in last.values():
        if all(abs(y - other) >= STRIP / 2 for other in taken):
            taken.append(y)
            yield f'<text class="scale" x="{LEFT - 5}" y="{y + 4:.1f}">{escape(line.text)}</text>'
