"""Writes the lists of metrics and of operations alerts: `python deploy/generate/metrics.py FOLDER`."""

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from streams.health.catalogue import GROUPS
from streams.metrics.described import Label, Metric
from streams.operations.catalogue import Operations

METRICS_HEAD = """\
# What is measured

A worker answers at `health.listen` (default `127.0.0.1:9464`; empty: nowhere):

| path | answers |
|---|---|
| `/live` | 200 while the worker's loops turn, else 503; no answer at all is worse than 503. Restart it then |
| `/ready` | 200 while every role of the worker holds what it needs, else 503; the body says which does not, and why |
| `/metrics` | the metrics below, as Prometheus reads them |

The list is closed: nothing else is exported, and a label has no other values than those that are named. None of them
says whom it is about. Counters begin at 0 when the worker starts. What several workers export of one partition or of
the cohort is theirs alone: add it up. Written by `make generate`.
"""
OPERATIONS_HEAD = """\
# What natwatch says about itself

Every alert on the topic `operations` is one of these; `rule` holds its name. Each has a section of the same name in the
runbook, to which `action` leads. It is resolved when what it says is over. Written by `make generate`.

"""


def write(root: Path) -> None:
    """Write the lists below this folder, as they stand in the tree."""
    deploy = root / "deploy"
    deploy.mkdir(parents=True, exist_ok=True)
    (deploy / "metrics.md").write_text(METRICS_HEAD + "".join(_groups()), "utf-8")
    (deploy / "operations.md").write_text(OPERATIONS_HEAD + "".join(_operations()), "utf-8")


def _groups() -> Iterator[str]:
    for heading, metrics in GROUPS.items():
        yield f"\n## {heading}\n\n| metric | kind | labels | what it means |\n|---|---|---|---|\n"
        for metric in sorted(metrics, key=lambda metric: metric.name):
            yield _row(metric)
    yield "\n## Labels\n\n| label | of | what it says | values |\n|---|---|---|---|\n"
    labels: dict[Label, list[str]] = {}
    for metric in (metric for metrics in GROUPS.values() for metric in metrics):
        for label in metric.labels:
            labels.setdefault(label, []).append(metric.name)
    for label, names in sorted(labels.items(), key=lambda item: (item[0].name, item[1])):
        of, values = (", ".join(f"`{word}`" for word in words) for words in (names, label.values))
        yield f"| `{label.name}` | {of} | {label.doc} | {values} |\n"


def _row(metric: Metric) -> str:
    labels = ", ".join(f"`{label.name}`" for label in metric.labels)
    return f"| `{metric.name}` | {metric.kind} | {labels} | {metric.doc} |\n"


def _operations() -> Iterator[str]:
    yield "| rule | severity | subject | what is the case | first | runbook |\n|---|---|---|---|---|---|\n"
    for each in sorted((each.value for each in Operations), key=lambda each: each.rule):
        anchor = each.runbook.removeprefix("deploy/")
        yield f"| `{each.rule}` | {each.severity} | {each.subject} | {each.doc} | {each.action} | `{anchor}` |\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
