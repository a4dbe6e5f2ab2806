"""What the reader takes and refuses, and that the schema says the same."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from mkdocs_speckit.audit import audit_plans
from mkdocs_speckit.export import export_site
from mkdocs_speckit.export.reader import MAX_SHOWN, ExportError, read_export
from mkdocs_speckit.features import group_features
from mkdocs_speckit.features.entries import add_dates, make_entries
from mkdocs_speckit.model.finding import Failures
from tests.conftest import VALIDATOR, exported, plan_of
from tests.states import plan_text

if TYPE_CHECKING:
    from mkdocs_speckit.export.format import Export

Json = Any
Place = tuple[str | int, ...]

PLAN = plan_of(
    plan_text(
        [("Setup", "1-3 hours", "None"), ("Core", "2 hours", "Setup, V2")], "- [x] a\n[NAME]"
    ),
    "shop/plan.md",
)
ENTRIES = make_entries(group_features([PLAN]), {}, Failures())
COMMAND: Json = exported(PLAN)
SITE: Json = json.loads(
    json.dumps(
        msgspec.to_builtins(
            export_site(
                "Shop",
                audit_plans([PLAN]),
                add_dates(ENTRIES, {"shop/plan.md": "2026-03-04"}),
                lambda path: f"https://shop.example/{path}",
            )
        )
    )
)
NOT_JSON = (
    "is not JSON; use the speckit.json of a site, or the output of `mkdocs-speckit export DIR`"
)


def read(data: Json) -> Export:
    return read_export(json.dumps(data).encode())


def put(data: Json, place: Place, value: Json) -> Json:
    """The same data with another value at a place; without the place where the value is `...`."""
    data = copy.deepcopy(data)
    part: Json = data
    for key in place[:-1]:
        part = part[key]
    if value is ...:
        del part[place[-1]]
    else:
        part[place[-1]] = value
    return data


def fault(data: Json) -> str:
    """What the reader says is wrong; the schema must refuse it, too, if it can say so."""
    with pytest.raises(ExportError) as caught:
        read(data)
    first, end = "is a broken export: ", "; export it again"
    said = str(caught.value)
    assert said.startswith(first)
    assert said.endswith(end)
    return said.removeprefix(first).removesuffix(end)


@pytest.mark.parametrize("data", [COMMAND, SITE], ids=["command", "site"])
def test_what_was_written_comes_back(data: Json) -> None:
    VALIDATOR.validate(data)
    assert msgspec.to_builtins(read(data)) == data
    assert read_export(json.dumps(data).encode("utf-16")) == read(data)


def test_the_largest_effort_that_a_plan_can_state_comes_back() -> None:
    plan = plan_of(plan_text([(name, "999999999999 months", "None") for name in "ABCDE"]))
    (found,) = read(exported(plan)).plans
    assert found.effort is not None
    assert found.effort.total.high is not None
    assert found.effort.total.high > 1e14


def test_the_command_line_leaves_out_what_a_site_has() -> None:
    assert set(SITE) - set(COMMAND) == {"site", "features", "totals"}
    assert "url" not in COMMAND["plans"][0]


def make_old(data: Json) -> Json:
    """The same export, as version 1 was written: without what version 2 has added."""
    old = copy.deepcopy(data) | {"version": 1}
    for part in (*old["plans"], *old.get("features", ())):
        if part["format"] == "level":
            del part["format"]
        for key in ("phases", "feature", "status"):
            part.pop(key, None) if key != "status" or "kind" in part else None
        for graph in part.get("dependencies", ()):
            graph.pop("from_blocks", None)
    return old


@pytest.mark.parametrize("data", [COMMAND, SITE], ids=["command", "site"])
def test_an_export_of_version_1_is_read_without_what_is_new(data: Json) -> None:
    old, new = read(make_old(data)), read(data)
    assert [plan.format for plan in old.plans] == ["level"]
    assert [plan.effort for plan in old.plans] == [plan.effort for plan in new.plans]
    assert old.features == new.features
    (plan,) = old.plans
    assert (plan.phases, plan.feature, plan.status) == (UNSET, UNSET, None)


def test_a_format_without_levels_is_read_from_either_version() -> None:
    plan = {**COMMAND["plans"][0], "format": "spec-kit"}
    del plan["level"]
    for version in (1, 2):
        (found,) = read({"version": version, "plans": [plan]}).plans
        assert (found.format, found.level) == ("spec-kit", UNSET)


@pytest.mark.parametrize("plans", [3, [3], [{"level": 3}], [None], {"level": "2"}], ids=repr)
def test_a_broken_export_of_version_1_is_refused_as_such(plans: Json) -> None:
    with pytest.raises(ExportError, match="is a broken export"):
        read({"version": 1, "plans": plans})


def test_unknown_keys_are_skipped_but_are_not_in_the_schema() -> None:
    more = put(COMMAND, ("plans", 0, "colour"), "red") | {"more": 1}
    assert read(more) == read(COMMAND)
    assert not VALIDATOR.is_valid(more)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", NOT_JSON),
        (b"<!doctype html>", NOT_JSON),
        (b"\xff\xfe", NOT_JSON),
        (b"\xff\x00", NOT_JSON),
        (b"[" * 100_000, NOT_JSON),
        (b'{"a":' * 100_000, NOT_JSON),
        (b'{"version": NaN, "plans": []}', NOT_JSON),
        (b'{"version": 1' + b"1" * 5000 + b', "plans": []}', NOT_JSON),
        (b"[]", "is not an export of mkdocs-speckit; use"),
        (b"3", "is not an export of mkdocs-speckit; use"),
        (b"{}", "is not an export of mkdocs-speckit; use"),
        (b'{"plans": []}', "is not an export of mkdocs-speckit; use"),
        (b'{"version": 1}', "is not an export of mkdocs-speckit; use"),
        (
            b'{"version": 3, "plans": 3}',
            "is an export of version 3, and this program reads 1 to 2;"
            " use the same version of mkdocs-speckit for both",
        ),
        (b'{"version": true, "plans": []}', "is an export of version true, and"),
        (b'{"version": {"a": []}, "plans": []}', "is an export of version an object, and"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_what_is_not_an_export_says_so(content: bytes, message: str) -> None:
    with pytest.raises(ExportError) as caught:
        read_export(content)
    assert message in str(caught.value)


AMOUNT = "must be a number from 0 to 1e+18 or null"
COUNT = "must be a whole number from 0 to 1e+09"
LOW = ("plans", 0, "effort", "phases", 0, "low")


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("plans",), None, "`$.plans` is null, and must be a list"),
        (("plans", 0), 3, "`$.plans[0]` is 3, and must be an object"),
        (("plans", 0), {}, "`$.plans[0]` has no `path`"),
        (("plans", 0, "path"), 3, "`$.plans[0].path` is 3, and must be a text"),
        (("plans", 0, "title"), None, "`$.plans[0].title` is null, and must be a text"),
        (
            ("plans", 0, "kind"),
            "| a |",
            '`$.plans[0].kind` is "| a |", and must be a text such as "plan"',
        ),
        (
            ("plans", 0, "level"),
            "5",
            '`$.plans[0].level` is "5", and must be "1", "2", "3", "3+", "phase-parent" or null',
        ),
        (("plans", 0, "level"), "3\n", '`$.plans[0].level` is "3\\n", and'),
        (("plans", 0, "level"), ["1"], "`$.plans[0].level` is a list, and"),
        (
            ("plans", 0, "level"),
            ...,
            "`$.plans[0]` must have a `level` if its `format` is level, and only then",
        ),
        (("features", 0, "format"), "spec-kit", "`$.features[0]` must have a `level` if"),
        (("plans", 0, "format"), ..., "`$.plans[0]` has no `format`"),
        (("plans", 0, "status"), {"stated": "Done", "percent": 101}, "is 101, and must be"),
        (("plans", 0, "effort"), ..., "`$.plans[0]` has no `effort`"),
        (
            ("plans", 0, "effort"),
            [],
            "`$.plans[0].effort` is a list, and must be an object or null",
        ),
        (
            ("plans", 0, "effort", "unit"),
            "@team",
            '`$.plans[0].effort.unit` is "@team", and must be a text such as "hours"',
        ),
        (LOW, -1, f"`$.plans[0].effort.phases[0].low` is -1, and {AMOUNT}"),
        (LOW, 1e300, f"`$.plans[0].effort.phases[0].low` is 1e+300, and {AMOUNT}"),
        (LOW, 10**400, f"`$.plans[0].effort.phases[0].low` is 1{'0' * (MAX_SHOWN - 1)}…, and"),
        (LOW, True, f"`$.plans[0].effort.phases[0].low` is true, and {AMOUNT}"),
        (LOW, "3", f'`$.plans[0].effort.phases[0].low` is "3", and {AMOUNT}'),
        (
            ("plans", 0, "effort", "total", "unestimated"),
            0.5,
            f"`$.plans[0].effort.total.unestimated` is 0.5, and {COUNT}",
        ),
        (
            ("plans", 0, "completion", "done"),
            True,
            f"`$.plans[0].completion.done` is true, and {COUNT}",
        ),
        (
            ("plans", 0, "completion", "done"),
            10**30,
            f"`$.plans[0].completion.done` is 1{'0' * 30}",
        ),
        (
            ("plans", 0, "dependencies", 0, "edges", 0),
            ["Setup"],
            "`$.plans[0].dependencies[0].edges[0]` is a list, and must be a list of 2 items",
        ),
        (("plans", 0, "dependencies", 0, "line"), 0, "must be a whole number from 1 up"),
        (("plans", 0, "critical_path", "phases"), [1], "`$.plans[0].critical_path.phases[0]` is 1"),
        (("plans", 0, "placeholders", 0, "text"), [], "is a list, and must be a text"),
        (
            ("plans", 0, "findings", 0, "severity"),
            "fatal",
            'is "fatal", and must be "error", "warning" or "info"',
        ),
        (("plans", 0, "findings", 0, "rule"), "[a](b)", 'must be a text such as "empty-table"'),
        (("features",), {}, "`$.features` is an object, and must be a list"),
        (("features", 0, "title"), 3, "`$.features[0].title` is 3, and must be a text"),
        (
            ("features", 0, "status"),
            None,
            'is null, and must be "done", "not filled in", "not started"',
        ),
        (("features", 0, "p80"), -1, f"`$.features[0].p80` is -1, and {AMOUNT}"),
        (("features", 0, "effort", "low"), {}, "`$.features[0].effort.low` is an object, and"),
        (("features", 0, "placeholders"), 1.5, f"is 1.5, and {COUNT}"),
        (("features", 0, "left"), [], "`$.features[0].left` is a list, and must be an object"),
        (("features", 0, "documents"), [], "is a list, and must be a list of 1 or more items"),
        (
            ("features", 0, "documents"),
            [1],
            "`$.features[0].documents[0]` is 1, and must be an object",
        ),
        (
            ("features", 0, "changed"),
            "yesterday",
            'is "yesterday", and must be a text such as "2026-11-20" or null',
        ),
        (("features", 0, "url"), None, "`$.features[0].url` is null, and must be a text"),
        (("site",), None, "`$.site` is null, and must be a text"),
        (("totals",), {}, "`$.totals` has no `features`"),
        (("totals", "statuses", "under way"), -1, "`$.totals.statuses.under way` is -1, and"),
    ],
    ids=repr,
)
def test_a_wrong_value_is_named_by_its_path_and_refused_by_the_schema(
    place: Place, value: Json, said: str
) -> None:
    data = put(SITE, place, value)
    assert said in fault(data)
    assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (LOW, 4, "`$.plans[0].effort.phases[0]` has a `low` that is greater than its `high`"),
        (LOW, None, "`$.plans[0].effort.phases[0]` has only one of `low` and `high`"),
        (
            ("features", 0, "left"),
            {"low": 3, "high": 2},
            "`$.features[0].left` has a `low` that is greater than its `high`",
        ),
        (
            ("plans", 0, "phases"),
            [{"title": "a", "line": 1, "done": 2, "total": 1}],
            "`$.plans[0].phases[0]` has a `done` that is greater than its `total`",
        ),
        (
            ("plans", 0, "feature"),
            {"folder": "shop", "done": 2, "total": 1},
            "`$.plans[0].feature` has a `done` that is greater than its `total`",
        ),
        (
            ("plans", 0, "completion"),
            {"done": 3, "total": 2},
            "`$.plans[0].completion` has a `done` that is greater than its `total`",
        ),
        (
            ("plans", 0, "dependencies", 0, "edges"),
            [["Setup", "Nowhere"]],
            "`$.plans[0].dependencies[0]` names a node that is not one of its nodes",
        ),
        (
            ("plans", 0, "dependencies", 0, "from_blocks"),
            [["Setup", "Nowhere"]],
            "`$.plans[0].dependencies[0]` has `from_blocks` that are not among its edges",
        ),
        (
            ("features", 0, "parent"),
            "cakes",
            "`$.features[0]` has a `parent` that is not the folder above its `folder`",
        ),
        (("features", 0, "parent"), "shop", "`$.features[0]` has a `parent`"),
        (("plans",), SITE["plans"] * 2, "it lists a path twice"),
        (("\ud800",), 1, "it has a key that is not Unicode"),
        (("features", 0, "status"), "\ud800", "it has a key that is not Unicode"),
    ],
    ids=repr,
)
def test_values_that_contradict_each_other(place: Place, value: Json, said: str) -> None:
    assert said in fault(put(SITE, place, value))


def test_half_a_range_is_refused_where_it_ends() -> None:
    for place in (("features", 0, "effort"), ("plans", 0, "critical_path")):
        assert "has only one of" in fault(put(SITE, (*place, "high"), None))
        both = put(put(SITE, (*place, "high"), None), (*place, "low"), None)
        assert msgspec.to_builtins(read(both)) == both


def test_no_text_of_an_export_steers_a_terminal() -> None:
    assert fault(put(SITE, ("plans", 0, "kind"), "\x1b]0;x\x07\u202e")).isprintable()


def test_bytes_of_a_path_that_are_not_utf_8_come_back() -> None:
    assert read(put(SITE, ("plans", 0, "path"), "na\udcefve.md")).plans[0].path == "na\udcefve.md"


def find_places(value: object, place: Place = ()) -> list[Place]:
    """All places in a value of JSON, as the keys that lead there."""
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = dict(enumerate(value)).items()
    else:
        return [place]
    return [place, *(one for key, part in inner for one in find_places(part, (*place, key)))]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
CHECKS = (
    "greater than",
    "only one of",
    "not one of its",
    "not the folder",
    "twice",
    "Unicode",
    "not JSON",
)


@given(st.sampled_from(find_places(SITE)[1:]), JSON)
def test_the_schema_refuses_what_the_reader_refuses(place: Place, value: object) -> None:
    """Save for values that contradict each other."""
    data = put(SITE, place, value)
    said = ""
    try:
        read(data)
    except ExportError as error:
        said = str(error)
    is_refused = said and not any(words in said for words in CHECKS)
    # Python's `1.0` is an integer to JSON Schema.
    if is_refused and not (isinstance(value, float) and value.is_integer()):
        assert not VALIDATOR.is_valid(data)
