"""Writes what each part of natwatch may do in Kafka: `python deploy/generate/acls.py FOLDER [PREFIX]`.

Each line of `deploy/acls` is for one call of `kafka-acls --add`. PREFIX is the `topics.prefix` of the installation.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from streams.topics import TopicNames
from streams.topics.acls import GRANTS


def write(root: Path, prefix: str = "") -> None:
    """Write a file for each part below this folder, as it stands in the tree."""
    target = root / "deploy" / "acls"
    target.mkdir(parents=True, exist_ok=True)
    for part, grants in GRANTS.items():
        lines = (f"{grant.arguments}\n" for grant in grants(TopicNames(prefix)))
        (target / f"{part}.txt").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), *sys.argv[2:3])
