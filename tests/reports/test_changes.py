"""Changes as text, JSON and Markdown; nothing of a plan is markup or steers a terminal."""

from __future__ import annotations

import json

import click
import pyromark
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_speckit.changes.comparison import Changes, compare
from mkdocs_speckit.reports.changes import (
    MAX_CHARACTERS,
    fold_text,
    write_changes_markdown,
    write_changes_text,
)
from mkdocs_speckit.reports.json_report import write_changes_json
from tests.payloads import PAYLOADS, UNUSUAL
from tests.reports.samples import CONTROLS
from tests.states import compared, plan_text, snapshots_of

BEFORE = {
    "gone.md": "# Gone\n",
    "old/plan.md": plan_text(
        [("Setup", "1-3 hours", "None"), ("Core", "4-6 hours", "Setup"), ("Docs", "1 hour", "")],
        "- [x] a\n- [ ] b\n- [ ] [NAME]\n",
    ),
    "same.md": "# Same\n\n- [x] a\n",
}
AFTER = {
    "added.md": "# Added\n\n- [ ] a\n",
    "new/plan.md": plan_text(
        [
            ("Setup", "1-3 hours", "None"),
            ("Core", "6-10 hours", "Setup"),
            ("Docs", "10 hours", ""),
            ("Ship", "TBD", "Core"),
        ],
        "- [x] a\n- [x] b\n- [ ] Name\n- [ ] c\n",
    ),
    "same.md": "# Same\n\n- [x] a\n",
}
CHANGES = compared(BEFORE, AFTER)
NONE = compared(BEFORE, BEFORE)


def test_text() -> None:
    assert click.unstyle(write_changes_text(CHANGES)) == (
        "1 of 3 plans changed, 1 added, 1 gone\n"
        "effort 6–10 h → ≥ 17–23 h, done 2 of 4 → 3 of 6\n"
        "\n"
        "new/plan.md\n"
        "  moved          from old/plan.md\n"
        "  effort         6–10 h → ≥ 17–23 h\n"
        "  critical path  5–9 h → 7–13 h\n"
        "                 now Setup → Core → Ship\n"
        "                 before Setup → Core\n"
        "  done           1 of 3 → 2 of 4: 1 more done, 1 more item\n"
        "  slipped        Core by 3 h (finish 7 h → 10 h)\n"
        "                 Docs by 9 h (finish 1 h → 10 h)\n"
        "  float gone     Docs had 6 h\n"
        "  phases         added Ship\n"
        "                 Core 4–6 h → 6–10 h\n"
        "                 Docs 1 h → 10 h\n"
        "  findings       −1 warning unfilled-placeholder\n"
        "                 +1 info effort-unestimated\n"
        "                 +1 info unfinished-content\n"
        "  placeholders   1 filled\n"
        "\n"
        "added added.md: level 2, done 0 of 1\n"
        "\n"
        "gone gone.md: level 2\n"
    )


def test_markdown() -> None:
    assert write_changes_markdown(CHANGES) == (
        "**1 of 3 plans changed, 1 added, 1 gone.**\n"
        "\n"
        "Effort 6–10 h → ≥ 17–23 h, done 2 of 4 → 3 of 6.\n"
        "\n"
        "| Plan | Effort | Critical path | Done |\n"
        "| --- | --- | --- | --- |\n"
        "| <code>new/plan.md</code> | 6–10 h → ≥ 17–23 h | 5–9 h → 7–13 h | 1 of 3 → 2 of 4 |\n"
        "| <code>added.md</code>, added | — | — | 0 of 1 |\n"
        "| <code>gone.md</code>, gone | — | — | — |\n"
        "\n"
        "<details><summary><code>new/plan.md</code></summary>\n"
        "\n"
        "- moved: from <code>old/plan.md</code>\n"
        "- effort: 6–10 h → ≥ 17–23 h\n"
        "- critical path:\n"
        "  - 5–9 h → 7–13 h\n"
        "  - now <code>Setup</code> → <code>Core</code> → <code>Ship</code>\n"
        "  - before <code>Setup</code> → <code>Core</code>\n"
        "- done: 1 of 3 → 2 of 4: 1 more done, 1 more item\n"
        "- slipped:\n"
        "  - <code>Core</code> by 3 h (finish 7 h → 10 h)\n"
        "  - <code>Docs</code> by 9 h (finish 1 h → 10 h)\n"
        "- float gone: <code>Docs</code> had 6 h\n"
        "- phases:\n"
        "  - added <code>Ship</code>\n"
        "  - <code>Core</code> 4–6 h → 6–10 h\n"
        "  - <code>Docs</code> 1 h → 10 h\n"
        "- findings:\n"
        "  - −1 warning unfilled-placeholder\n"
        "  - +1 info effort-unestimated\n"
        "  - +1 info unfinished-content\n"
        "- placeholders: 1 filled\n"
        "\n"
        "</details>\n"
    )


def test_json_has_of_a_plan_what_changed() -> None:
    found = json.loads(write_changes_json(CHANGES))
    hours = {"unit": "hours", "unestimated": 0}
    assert found["version"] == 1
    assert found["plans"] == {"before": 3, "after": 3}
    assert found["effort"]["before"] == {"low": 6, "high": 10, **hours}
    assert found["completion"]["after"] == {"done": 3, "total": 6}
    assert [plan["path"] for plan in found["added"]] == ["added.md"]
    assert found["gone"] == [
        {
            "path": "gone.md",
            "title": "Gone",
            "kind": "plan",
            "level": "2",
            "effort": None,
            "critical_path": None,
            "completion": {"done": 0, "total": 0},
        }
    ]
    (change,) = found["changed"]
    assert change == {
        "path": "new/plan.md",
        "moved_from": "old/plan.md",
        "effort": {
            "before": {"low": 6, "high": 10, **hours},
            "after": {"low": 17, "high": 23, "unit": "hours", "unestimated": 1},
        },
        "critical_path": {
            "before": {"phases": ["Setup", "Core"], "low": 5, "high": 9},
            "after": {"phases": ["Setup", "Core", "Ship"], "low": 7, "high": 13},
        },
        "completion": {"before": {"done": 1, "total": 3}, "after": {"done": 2, "total": 4}},
        "slipped": [
            {"phase": "Core", "before": 7, "after": 10, "by": 3},
            {"phase": "Docs", "before": 1, "after": 10, "by": 9},
        ],
        "lost_floats": [{"phase": "Docs", "before": 6}],
        "added_phases": [{"phase": "Ship", "before": None, "after": None}],
        "reestimated_phases": [
            {
                "phase": "Core",
                "before": {"low": 4, "high": 6, **hours},
                "after": {"low": 6, "high": 10, **hours},
            },
            {
                "phase": "Docs",
                "before": {"low": 1, "high": 1, **hours},
                "after": {"low": 10, "high": 10, **hours},
            },
        ],
        "findings": [
            {"rule": "unfilled-placeholder", "severity": "warning", "before": 1, "after": 0},
            {"rule": "effort-unestimated", "severity": "info", "before": 0, "after": 1},
            {"rule": "unfinished-content", "severity": "info", "before": 0, "after": 1},
        ],
        "filled_placeholders": ["[NAME]"],
    }


def test_no_change_is_one_sentence() -> None:
    assert write_changes_text(NONE) == "nothing changed in 3 plans\n"
    assert write_changes_markdown(NONE) == "Nothing changed in 3 plans.\n"
    assert json.loads(write_changes_json(NONE))["changed"] == []


def test_a_change_too_small_to_be_written_does_not_read_as_one() -> None:
    text = click.unstyle(
        write_changes_text(compared({"a.md": _a("3.01 h")}, {"a.md": _a("3.02 h")}))
    )
    assert "  effort         still about 3 h\n  critical path  still about 3 h\n" in text
    assert "  slipped        A by 0.01 h (finish still about 3 h)\n" in text


def test_fewer_items_and_estimates_taken_back() -> None:
    found = compared({"a.md": _a("3 h", "- [x] a\n- [ ] b")}, {"a.md": _a("TBD", "- [ ] a")})
    text = click.unstyle(write_changes_text(found))
    assert "  done           1 of 2 → 0 of 1: 1 fewer done, 1 fewer item\n" in text
    assert "A is no longer estimated, was 3 h\n" in text
    back = write_changes_text(compared({"a.md": _a("TBD")}, {"a.md": _a("3 h")}))
    assert "A is estimated at 3 h\n" in back


def test_a_comment_has_room_for_its_table_and_its_details() -> None:
    paths = [f"features/{number:04}-{'long' * 20}/plan.md" for number in range(1000)]
    found = compared(dict.fromkeys(paths, _a("3 h")), dict.fromkeys(paths, _a("4 h")))
    text = write_changes_markdown(found)
    assert MAX_CHARACTERS * 0.9 < len(text) < 65_536
    rows, details = text.count("\n| <code>"), text.count("<details>")
    assert f"\n{1000 - rows} more plans did not fit into the table.\n" in text
    assert text.endswith(
        f"The details of {1000 - details} more plans did not fit into a comment.\n"
    )


def _a(effort: str, rest: str = "") -> str:
    return plan_text([("A", effort, "")], rest)


def named(path: str, title: str, phase: str) -> Changes:
    """Changes of a plan with these texts in it: all of them are shown."""

    def plan(path: str, hours: float, level: str) -> dict[str, object]:
        estimate = {"low": hours, "high": hours}
        phases = [{"name": name, **estimate, "line": 1} for name in (phase, f"{phase}{hours}")]
        return {
            "path": path,
            "title": title + level,
            "kind": "plan",
            "level": level,
            "template": None,
            "effort": {
                "unit": "hours",
                "phases": phases,
                "total": {**estimate, "unestimated": 0},
                "declared": None,
            },
            "dependencies": [],
            "critical_path": {"phases": [phase, f"{phase}{hours}"], **estimate},
            "checklists": [],
            "completion": {"done": 0, "total": 0},
            "placeholders": [],
            "findings": [],
        }

    def state(hours: float, level: str) -> dict[str, object]:
        plans = [plan(path, hours, level), plan(path + level, hours, level)]
        return {"version": 1, "plans": plans}

    return compare(snapshots_of(state(2, "1")), snapshots_of(state(4, "2")))


HOSTILE = st.text(st.sampled_from("ab1 @#|`<>&*_[]()!\\~:./www-+=\"'\n\t{}$^") | st.characters())


@pytest.mark.parametrize("name", [*PAYLOADS, *UNUSUAL])
def test_payloads_are_code_and_nothing_else(name: str) -> None:
    text = (PAYLOADS | UNUSUAL)[name]
    assert_all_code(text, text, text)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_texts_of_plans_are_code_and_nothing_else(path: str, title: str, phase: str) -> None:
    assert_all_code(path, title, phase)


def assert_all_code(path: str, title: str, phase: str) -> None:
    html = pyromark.html(
        write_changes_markdown(named(path, title, phase)),
        options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH,
    )
    page = BeautifulSoup(html, "html.parser")
    texts = [code.get_text() for code in page.find_all("code")]
    for text in (path, path + "1", path + "2", title + "1", title + "2", phase, f"{phase}4"):
        assert fold_text(text) in texts
    for code in page.find_all("code"):
        assert code.find(True) is None
        code.decompose()
    allowed = "strong p table thead tbody tr th td details summary ul li".split()
    assert {tag.name for tag in page.find_all(True)} <= set(allowed)
    assert all(len(row.find_all(["td", "th"])) == 4 for row in page.find_all("tr"))
    rest = page.get_text()
    assert not set(rest) & set("@#|`<>&*_[]!\\~$^")


def test_no_host_finds_a_link_or_a_mention_in_markdown() -> None:
    text = write_changes_markdown(named("www.example.org", "@team", "https://example.org #12"))
    assert not any(sign in text for sign in ("www.", "@", "://", "#12"))


def test_text_holds_no_control_characters_but_its_own() -> None:
    text = f"\x1b]0;x\x07{CONTROLS}"
    shown = click.unstyle(write_changes_text(named(text, text, text)))
    assert {sign for sign in shown if not sign.isprintable()} <= {"\n"}
    json.loads(write_changes_json(named(text, text, text)).encode())
