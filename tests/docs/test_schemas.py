"""The published schemas allow what a configuration may have, and nothing else."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import yaml
from jsonschema import Draft202012Validator

from mkdocs_speckit.export import make_schema
from mkdocs_speckit.options import DEFAULTS, NAMES, OptionError, make_options
from tests.docs.blocks import in_language

if TYPE_CHECKING:
    from tests.docs.blocks import Block
    from tests.docs.conftest import Documentation


@pytest.fixture(scope="module")
def mkdocs(documentation: Documentation) -> Draft202012Validator:
    """What an editor knows of a `mkdocs.yml`."""
    return load(documentation, "mkdocs")


@pytest.fixture(scope="module")
def pyproject(documentation: Documentation) -> Draft202012Validator:
    """What an editor knows of a `pyproject.toml`."""
    return load(documentation, "pyproject")


def load(documentation: Documentation, name: str) -> Draft202012Validator:
    """A published schema, which is one."""
    schema = json.loads((documentation.folder / f"schemas/{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def is_valid(schema: Draft202012Validator, options: Any) -> bool:
    """True for options that an editor does not underline, in a list and in a map of plugins."""
    (listed, mapped) = (
        schema.is_valid({"plugins": plugins})
        for plugins in (["search", {"speckit": options}], {"speckit": options})
    )
    assert listed == mapped
    return listed


def as_json(value: object) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def test_every_option_is_described_with_its_default(mkdocs: Draft202012Validator) -> None:
    schema: Any = mkdocs.schema
    own = schema["$defs"]["Options"]["properties"]
    assert set(own) == {*NAMES, "enabled"}
    assert {name: own[name]["default"] for name in NAMES} == {
        name: as_json(getattr(DEFAULTS, name)) for name in NAMES
    }
    assert all(own[name]["description"] for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_defaults_and_empty_options_are_valid(mkdocs: Draft202012Validator, name: str) -> None:
    assert is_valid(mkdocs, {name: as_json(getattr(DEFAULTS, name))})
    assert is_valid(mkdocs, {name: None})


@pytest.mark.parametrize(
    "options",
    [
        {"sumary": True},
        {"show": "summary"},
        {"show": ["dot"]},
        {"log": "loud"},
        {"export": 1},
        {"rules": {"effort": "fatal"}},
        {"required_documents": {"4": []}},
        {"overview": "/plans.md"},
        {"overview": "a/../plans.md"},
        {"portfolio": [{"url": "https://example.org/speckit.json"}]},
        {"working_time": {"hours_per_day": 0}},
        {"working_time": {"hours": 6}},
        {"formats": []},
        {"sources": "specs"},
    ],
    ids=str,
)
def test_what_the_plugin_refuses_is_not_valid(
    mkdocs: Draft202012Validator, options: dict[str, Any]
) -> None:
    assert not is_valid(mkdocs, options)
    with pytest.raises(OptionError):
        make_options(options)


@pytest.mark.parametrize("block", in_language("yaml"), ids=str)
def test_what_the_documentation_shows_is_valid(mkdocs: Draft202012Validator, block: Block) -> None:
    data = yaml.safe_load(block.text)
    if isinstance(data, dict):  # Other files are allowed all that they have.
        mkdocs.validate(data)


@pytest.mark.parametrize("block", in_language("toml"), ids=str)
def test_toml_that_the_documentation_shows_is_valid(
    pyproject: Draft202012Validator, block: Block
) -> None:
    pyproject.validate(tomllib.loads(block.text))


def test_names_in_toml_may_have_dashes(pyproject: Draft202012Validator) -> None:
    for line in ("working-time = {hours-per-day = 6}", "working_time = {hours_per_day = 6}"):
        pyproject.validate(tomllib.loads(f"[tool.mkdocs-speckit]\n{line}\n"))
    wrong = tomllib.loads("[tool.mkdocs-speckit]\nworking-time = {hours = 6}\n")
    assert not pyproject.is_valid(wrong)


def test_the_schema_of_the_export_is_published(documentation: Documentation) -> None:
    published = documentation.folder / "schemas/export.schema.json"
    assert published.read_text("utf-8") == make_schema()
