"""Writes the list of log events: `python deploy/generate/logs.py FOLDER`."""

import sys
from logging import getLevelName
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from streams.logs.events import Event

HEAD = """\
# What is logged

Every line of the log is one of these events; `event` holds its name. A line never carries more than the fields that are
named here, and none of them holds a patient's identity (`patient` is a pseudonym) or a value from a message. Written by
`make generate`.

"""


def write(root: Path) -> None:
    """Write the list below this folder, as it stands in the tree."""
    (root / "deploy").mkdir(parents=True, exist_ok=True)
    lines = ["| event | level | fields | what it means |", "|---|---|---|---|"]
    for line in sorted((event.value for event in Event), key=lambda line: line.name):
        fields = ", ".join(f"`{field}`" for field in line.fields)
        lines.append(f"| `{line.name}` | {getLevelName(line.level).lower()} | {fields} | {line.doc} |")
    (root / "deploy" / "logs.md").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
