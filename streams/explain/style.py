"""How the page of a story looks, and the legend that says what its colours and shapes mean."""

from html import escape
from typing import Final

COLOURS: Final = {
    "critical": "#c0212b",
    "warning": "#e08a00",
    "info": "#3b7dbb",
    "good": "#5a9e64",
    "given": "#23703a",
    "kept": "#a9c7ae",
    "neutral": "#7b8694",
}
STYLE: Final = (
    "body{font:15px/1.45 system-ui,sans-serif;margin:1.5em auto;max-width:1150px;padding:0 1em;color:#1d2430}"
    "h1{font-size:1.35em;margin:0}h2{font-size:1.1em;margin:1.4em 0 .4em}p{margin:.3em 0}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{padding:.3em .6em;text-align:left;vertical-align:top;border-bottom:1px solid #e3e6eb}"
    "th{color:#5a6472;font-weight:600;font-size:.85em}td.when{white-space:nowrap;color:#5a6472}"
    ".word{font-weight:600;white-space:nowrap}.held{background:#c0212b;color:#fff;padding:.4em .7em;border-radius:4px}"
    ".calm{color:#5a6472}svg{margin-top:.6em}tr.event td{color:#5a6472}"
    "svg text{font:12px system-ui,sans-serif;fill:#1d2430}svg .heading{font-weight:600;font-size:13px}"
    "svg .unit,svg .date,svg .scale{fill:#5a6472;font-size:11px}svg .date{text-anchor:middle}"
    "svg .scale{text-anchor:end}svg .within{fill:#fff;font-size:11px}"
    "svg .value{font-size:11px;text-anchor:middle;paint-order:stroke;stroke:#fff;stroke-width:3px}"
    "svg .sign{fill:#fff;font-size:11px;font-weight:700;text-anchor:middle}"
    ".tick{stroke:#e3e6eb}.ground{stroke:#c9ced6}.now{stroke:#1d2430;stroke-dasharray:2 3}"
    ".course{fill:none;stroke:#9aa3af}.limit{stroke-width:1.2;stroke-dasharray:5 3}"
    ".limit.upper,.limit.lower{stroke:#e08a00}.limit.suspend{stroke:#c0212b}.bar{stroke:#fff;stroke-width:.6}"
    ".mark{stroke:#fff}.legend{display:flex;flex-wrap:wrap;gap:.3em 1.3em;font-size:.85em;color:#3a4351}"
    ".legend svg{width:18px;height:14px;margin:0 .35em -2px 0}"
    + "".join(
        f".{name}{{fill:{colour}}}.word.{name}{{color:{colour}}}.mark.{name}.hollow{{fill:#fff;stroke:{colour};"
        "stroke-width:2}"
        for name, colour in COLOURS.items()
    )
    + "@media print{body{margin:0;font-size:11px}tr{break-inside:avoid}}"
)

_SAMPLES: Final = (
    ("on therapy, in range, inactive", '<rect class="good" y="2" width="18" height="10" rx="2"/>'),
    ("infusion", '<rect class="given" y="2" width="18" height="10" rx="2"/>'),
    ("dose kept", '<rect class="kept" y="2" width="18" height="10" rx="2"/>'),
    ("condition, order", '<rect class="neutral" y="2" width="18" height="10" rx="2"/>'),
    ("critical, on hold", '<rect class="critical" y="2" width="18" height="10" rx="2"/>'),
    ("warning, out of range", '<rect class="warning" y="2" width="18" height="10" rx="2"/>'),
    ("for the worklist", '<rect class="info" y="2" width="18" height="10" rx="2"/>'),
    ("goes on", '<path class="neutral" d="M0 2h9v10h-9zM10 0l8 7l-8 7z"/>'),
    ("preliminary", '<circle class="mark warning hollow" cx="9" cy="7" r="4.5"/>'),
    ("limit", '<line class="limit upper" x2="18" y1="7" y2="7"/>'),
    ("suspend from here on", '<line class="limit suspend" x2="18" y1="7" y2="7"/>'),
    ("told up to here", '<line class="now" x1="9" x2="9" y2="14"/>'),
)


def legend() -> str:
    """What colours and shapes mean."""
    samples = (f'<span><svg viewBox="0 0 18 14">{shape}</svg>{escape(words)}</span>' for words, shape in _SAMPLES)
    return f'<div class="legend">{"".join(samples)}</div>'
