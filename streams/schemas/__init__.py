"""The published descriptions of what comes in and goes out: JSON Schemas and the AsyncAPI document."""

from streams.schemas.asyncapi import asyncapi
from streams.schemas.json_schema import json_schemas

__all__ = ["asyncapi", "json_schemas"]
