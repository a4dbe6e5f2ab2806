"""JSON Schemas of the options, for editors that complete and check a configuration."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import option_texts

from mkdocs_speckit.options import DEFAULTS, Options

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def make_schemas(site_url: str) -> dict[str, str]:
    """The schemas of a `mkdocs.yml` and of a `pyproject.toml`, by their paths in the site.

    Each allows all that is not the plugin's, and of that only what exists.
    """
    options = {"$ref": "#/$defs/Options"}
    listed = {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"speckit": options}}]}
    plugins = {"items": listed, "properties": {"speckit": options}}
    definitions = make_definitions()
    with_dashes = json.loads(json.dumps(definitions))
    for definition in with_dashes.values():
        own = definition.get("properties", {})
        own |= {name.replace("_", "-"): value for name, value in own.items()}
    schemas = {
        "mkdocs": (
            "The options of mkdocs-speckit in a mkdocs.yml",
            {"plugins": plugins, "markdown_extensions": plugins},
            definitions,
        ),
        "pyproject": (
            "The options of mkdocs-speckit in a pyproject.toml",
            {"tool": {"properties": {"mkdocs-speckit": options}}},
            with_dashes,
        ),
    }
    return {
        f"schemas/{name}.schema.json": json.dumps(
            {
                "$schema": DRAFT,
                "$id": f"{site_url}schemas/{name}.schema.json",
                "title": title,
                "type": "object",
                "properties": properties,
                "$defs": found,
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
        for name, (title, properties, found) in schemas.items()
    }


def make_definitions() -> dict[str, Any]:
    """The schemas of the options and of the records in them, by the records' names."""
    definitions: dict[str, Any] = msgspec.json.schema(Options)["$defs"]
    for definition in definitions.values():
        definition["additionalProperties"] = False
    own = definitions["Options"]
    del own["description"]
    for name, text in option_texts.descriptions().items():
        schema = _write_patterns(own["properties"][name])
        schema.pop("description", None)
        own["properties"][name] = {
            "description": " ".join(text.partition("\n\n")[0].split()),
            "default": schema.pop("default", msgspec.to_builtins(getattr(DEFAULTS, name))),
            "anyOf": [schema, {"type": "null"}],  # An empty option has its default.
        }
    own["properties"]["enabled"] = {"description": "MkDocs’ own option.", "type": "boolean"}
    return definitions


def _write_patterns(schema: Any) -> Any:
    """A schema whose patterns are those of JavaScript, as JSON Schema asks."""
    if isinstance(schema, dict):
        return {
            key: value.replace(r"\A", "^").replace(r"\Z", "$")
            if key == "pattern"
            else _write_patterns(value)
            for key, value in schema.items()
        }
    return [_write_patterns(one) for one in schema] if isinstance(schema, list) else schema
