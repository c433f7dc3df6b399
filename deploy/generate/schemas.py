"""Writes the JSON Schemas and the AsyncAPI document: `python deploy/generate/schemas.py FOLDER`."""

import json
import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[2]))

from streams.schemas import asyncapi, json_schemas


def write(root: Path) -> None:
    """Write all documents below this folder, as they stand in the tree."""
    schemas = root / "deploy" / "schemas"
    schemas.mkdir(parents=True, exist_ok=True)
    for name, schema in json_schemas().items():
        (schemas / f"{name}.json").write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "utf-8")
    document = yaml.safe_dump(asyncapi(), sort_keys=False, allow_unicode=True, width=110)
    (root / "deploy" / "asyncapi.yaml").write_text(document, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
