"""What the documentation shows of files and code is valid, and its options exist."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from mkdocs_speckit import read
from mkdocs_speckit.cli import load_command
from mkdocs_speckit.disk.configuration import replace_dashes
from mkdocs_speckit.hosts.mkdocs import SpeckitConfig
from mkdocs_speckit.options import make_options
from tests.docs.blocks import DOCS, PAGES, blocks, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.docs.blocks import Block

ACTION = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
COMMAND = re.compile(r"^mkdocs-speckit (\w+)(.*)$", re.MULTILINE)
SCRIPTS = {"run", "script"}


def values(data: Any, key: str) -> Iterator[Any]:
    """All values of a key, however deep."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name == key:
                yield value
            yield from values(value, key)
    elif isinstance(data, list):
        for one in data:
            yield from values(one, key)


@pytest.mark.parametrize("block", in_language("yaml"), ids=str)
def test_yaml_is_valid_and_its_options_are_ours(block: Block) -> None:
    data = yaml.safe_load(block.text)
    assert data
    for options in values(data, "speckit"):
        for name in options or {}:
            assert name in dict(SpeckitConfig._schema), name
        make_options(options or {})


@pytest.mark.parametrize("block", in_language("toml"), ids=str)
def test_toml_is_valid_and_its_options_are_ours(block: Block) -> None:
    data = tomllib.loads(block.text)
    found = [*values(data, "mkdocs-speckit"), *values(data, "speckit")]
    assert found
    for options in found:
        make_options(replace_dashes(options))


@pytest.mark.parametrize("block", in_language("yaml"), ids=str)
def test_actions_are_named_by_their_commits(block: Block) -> None:
    for action in values(yaml.safe_load(block.text), "uses"):
        assert ACTION.fullmatch(action), action


def scripts() -> Iterator[tuple[str, str]]:
    """What CI services are told to run, and where that stands."""
    for block in in_language("yaml"):
        for key in SCRIPTS:
            for script in values(yaml.safe_load(block.text), key):
                lines = script if isinstance(script, list) else [script]
                yield from ((str(block), line) for line in lines)


def test_commands_in_ci_have_options_that_there_are() -> None:
    seen = 0
    for where, script in scripts():
        for name, arguments in COMMAND.findall(script):
            command = load_command(name)
            options = {option for parameter in command.params for option in parameter.opts}
            assert set(re.findall(r"--[\w-]+", arguments)) <= options, where
            seen += 1
    assert seen


def test_python_runs_and_prints_what_is_shown_below_it() -> None:
    seen = 0
    for page in PAGES:
        found = list(blocks(page))
        for block, after in zip_longest(found, found[1:]):
            if block.language == "python":
                run = subprocess.run(
                    [sys.executable, "-c", block.text], capture_output=True, text=True, check=False
                )
                assert run.returncode == 0, run.stderr
                if run.stdout:
                    assert after is not None
                    assert run.stdout == after.text, block
                seen += 1
    assert seen


def test_every_block_has_a_language_and_no_fence_is_left() -> None:
    for page in PAGES:
        for block in blocks(page):
            assert block.language, block
            assert block.text.strip(), block


SNIPPETS = json.loads((DOCS / "snippets" / "plans.code-snippets").read_text("utf-8"))
TAB_STOP = re.compile(r"\$\{\d+(?:\|([^,|]*)[^|]*\||:([^}]*))\}|\$(\d+)")


def expanded(body: list[str]) -> str:
    """A snippet as it is when nothing is changed in it."""
    text = "\n".join(body)
    defaults = dict(re.findall(r"\$\{(\d+):([^}]*)\}", text))
    return TAB_STOP.sub(lambda stop: stop[1] or stop[2] or defaults.get(stop[3], ""), text)


def test_snippets_write_what_is_read() -> None:
    text = "\n\n".join(expanded(snippet["body"]) for snippet in SNIPPETS.values())
    plan = read(f"# Plan\n\n{text}\n", "plan.md")
    assert plan is not None
    assert plan.known_level == "1"
    assert plan.template is not None
    assert [node.name for node in plan.graphs[0].nodes] == ["Setup", "Build", "Release"]
    assert plan.graphs[0].edges == ((0, 1), (1, 2))
    assert plan.effort is not None
    assert (plan.effort.total.low, plan.effort.total.high) == (9, 18)
    assert not plan.effort.is_mismatched
    assert plan.completion.total == 2
    assert plan.ignores


def test_every_snippet_is_in_the_documentation() -> None:
    page = (DOCS / "writing.md").read_text("utf-8")
    listed = re.findall(r"^\| `(speckit-[\w-]+)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(snippet["prefix"] for snippet in SNIPPETS.values())
