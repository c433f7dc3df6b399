"""One JSON Schema for each type of event and for alerts, made of the models, each complete in itself."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from models.alerts import Alert
from models.events import EVENT_TYPES, INTERNAL_TYPES

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The dialect that AsyncAPI takes without further ado."""

_REFERENCE: Final = "#/$defs/"


class _Untitled(GenerateJsonSchema):
    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002  pydantic's signature
        return False


def json_schemas() -> Mapping[str, Mapping[str, Any]]:
    """The schema of every type of event, of the worker's own lines and of alerts, by the name of its file."""
    models: dict[str, type[BaseModel]] = {**EVENT_TYPES, **INTERNAL_TYPES}
    written = {name: model.model_json_schema(schema_generator=_Untitled) for name, model in models.items()}
    written["alert"] = Alert.model_json_schema(mode="serialization", schema_generator=_Untitled)
    return {name: _schema(name, generated) for name, generated in written.items()}


def _schema(name: str, generated: dict[str, Any]) -> Mapping[str, Any]:
    definitions = generated.pop("$defs", {})
    whole = _inlined(generated, definitions)
    head = {"$schema": DIALECT, "$id": f"urn:natwatch:{name}", "title": name}
    order = ("description", "type", "properties", "required")
    return head | {key: whole[key] for key in order} | {key: whole[key] for key in whole if key not in (*head, *order)}


def _inlined(part: Any, definitions: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
    if isinstance(part, list):
        return [_inlined(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        named = definitions[part["$ref"].removeprefix(_REFERENCE)]
        part = {**{key: value for key, value in named.items() if key != "title"}, **part}
        del part["$ref"]
    return {key: _inlined(value, definitions) for key, value in part.items()}
