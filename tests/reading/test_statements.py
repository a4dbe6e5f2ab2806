"""What sentences state of dependencies (`docs/spec-kit.md`, section S4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mkdocs_speckit.reading import read

if TYPE_CHECKING:
    from mkdocs_speckit.model.plan import Plan

PHASES = """\
# Tasks: Bakery

## Phase 1: Setup (Shared Infrastructure)

- [x] T001 Order the oven
- [x] T002 Draw the plan

## Phase 2: Foundational (Blocking Prerequisites)

- [ ] T003 Build the oven
- [ ] T004 Light it

## Phase 3: User Story 1 - Bake bread (Priority: P1) 🎯 MVP

- [ ] T005 [US1] Knead
- [ ] T006 [US1] Bake

## Phase 4: User Story 2 - Sell at the counter (Priority: P2)

- [ ] T007 [US2] Price list
- [ ] T008 [US2] Counter

## Phase 5: User Story 3 - Deliver (Priority: P3)

- [ ] T009 [US3] Bicycle
- [ ] T010 [US3] Route

## Phase 6: Polish & Cross-Cutting Concerns

- [ ] T011 Clean
- [ ] T012 Paint
"""


def read_list(text: str) -> Plan:
    plan = read(text, "specs/001-bakery/tasks.md")
    assert plan is not None
    return plan


def phase_edges(plan: Plan) -> set[str]:
    """The edges between phases, by their numbers: `1>2`."""
    labels = [phase.label for phase in plan.phases]
    return {f"{labels[a]}>{labels[b]}" for graph in plan.graphs for a, b in graph.edges}


def task_edges(plan: Plan) -> set[str]:
    """The edges between tasks, without what their numbers share: `1>2`."""
    return {
        f"{before.lstrip('T0')}>{task.id.lstrip('T0')}"
        for task in plan.tasks
        for before in task.after
    }


def read_items(*items: str, heading: str = "Dependencies & Execution Order") -> Plan:
    listed = "\n".join(f"- {item}" for item in items)
    return read_list(f"{PHASES}\n## {heading}\n\n{listed}\n")


STORIES_WAIT = "2>3 2>4 2>5"

STATED = {
    # NAME: text
    "**Foundational (Phase 2)**: Depends on Setup completion": "1>2",
    "Foundational: depends on Setup": "1>2",
    "**Foundational**: Depends on Setup (T001) - BLOCKS all user stories": f"1>2 {STORIES_WAIT}",
    "**User Stories (Phase 3+)**: All depend on Foundational phase completion": STORIES_WAIT,
    "**User Stories (Phases 3–5)**: all depend on Foundational. US1 is the MVP": STORIES_WAIT,
    "**User Stories (Phase 4+)**: All depend on Foundational": "2>4 2>5",
    "**User Story 1 (P1)**: Can start after Foundational (Phase 2) - No dependencies": "2>3",
    "**US2 (Phase 4)**: Depends on US1 (the price of a loaf)": "3>4",
    "**Polish (Final Phase)**: Depends on all desired user stories being complete": "3>6 4>6 5>6",
    "**Polish**: after the desired stories.": "3>6 4>6 5>6",
    "**Polish (Phase 6)**: Depends on all five user-story phases": "3>6 4>6 5>6",
    "**Polish**: Depends on Phases 3-5 completion": "3>6 4>6 5>6",
    "**Polish**: Depends on Phases 3, 4 and 5 (all of them)": "3>6 4>6 5>6",
    "**Polish**: requires everything": "1>6 2>6 3>6 4>6 5>6",
    "**US3**: Depends on all previous phases": "1>5 2>5 3>5 4>5",
    "**US3**: Depends on User Story 1 + 2": "3>5 4>5",
    "**US3**: needs US1/US2": "3>5 4>5",
    "**US2**: Depends on T005 only — can start as soon as it is baked": "3>4",
    "**US2**: Depends on the dough (T005)": "3>4",
    "**US2**: Depends on the bread path (US1)": "3>4",
    "**US3**: Independent of Phases 3-4, only requires Phase 2": "2>5",
    "**US2**: Depends on US1 (Bake) - Needs a loaf to sell → the counter": "3>4",
    "**US2**: blocked by US1; waits for Foundational": "3>4 2>4",
    "**Polish**: Depends on Setup, Foundational, not on US1": "1>6 2>6",
    "**Foundational**: After Setup, all user stories can begin": "1>2",
    "**US3**: After Foundational, US1, US2 and US3 can proceed": "2>5",
    "**Polish**: depends on US1, US2, can start early": "3>6 4>6",
    "**Phase 2 (Foundational)**: BLOCKS all user story work": STORIES_WAIT,
    "**US3 (P3)**: After US1; parallel with US2": "3>5",
    "**US2 — the counter**: Depends on: US1": "3>4",
    # NAME, a verb and what follows
    "Each user story depends on Phase 2": STORIES_WAIT,
    "Foundational (Phase 2) MUST complete before any user story": STORIES_WAIT,
    "Phase 1 must be completed before Phase 2": "1>2",
    "US3 depends on data from User Story 2": "4>5",
    "US1 (bread) and US2 (counter) both depend only on Foundational": "2>3 2>4",
    "US2 depends on US1 only for its price; it uses the same oven": "3>4",
    "US1 depends on Setup and US2 depends on US1": "1>3 3>4",
    "Polish (T011–T012) last.": "1>6 2>6 3>6 4>6 5>6",
    "US1 must complete before US2": "3>4",
    "Foundational blocks US3": "2>5",
    "Setup blocks everything": "1>2 1>3 1>4 1>5 1>6",
    "US1 precedes US3": "3>5",
    "User Stories (Phase 3, 4, 5): All depend on Setup phase completion.": "1>3 1>4 1>5",
    "**US3 (Phase 5 - Bicycle)**: Depends on US1 (dough) AND US2 (counter)": "3>5 4>5",
    "**US3**: Starts after Phase 2 and depends on US1 dough/oven primitives.": "2>5 3>5",
    "**US3**: Starts after Phase 2 and validates safety over US1/US2 integration.": "2>5",
    "**US2**: Starts after Setup and can run after the US1 checkpoint": "1>4 3>4",
    "**US2**: Starts after Setup and should run after US1 is stable": "1>4",
    "**US2**: the whole of it depends on US1": "3>4",
    "Setup → Foundational blocks US1": "1>2 2>3",
    "**US3**: depends on Setup and US2 depends on US1": "1>5 3>4",
    "**US3**: depends on Setup and depends on US1": "1>5 3>5",
    "US1: the oven (US2's) depends on Setup": "1>3",
    "**Polish**: after Setup and all user stories (Phase 5+)": "1>6 5>6",
    "**Polish**: depends on all stories Phase 4+": "4>6 5>6",
    "US3 comes last": "1>5 2>5 3>5 4>5",
    "**US2**: After Setup - own counter; its task T008 is made after US1's T006": "1>4",
    "**US2**: Can start after Setup - Depends on T005 (dough) to have something": "1>4 3>4",
    "**Polish**: Depends on completion of the user stories in scope.": "3>6 4>6 5>6",
    "**Polish**: Depends on all targeted stories being complete": "3>6 4>6 5>6",
    "**US3**: US1 빵을 굽는 오븐이 있어야 완전 검증 가능하나 구현 자체는 Setup 완료 후 시작": "1>5",
    "**Phase 2 (Foundational)** → Must complete before any user story": STORIES_WAIT,
    "**Phase 5 (US3)** → Can start after Phase 2, depends on US2 handler": "2>5 4>5",
    "**Phase 6 (Polish)** → Must complete after all user stories": "3>6 4>6 5>6",
    "US1 (bread) must complete before US2 (counter) - nothing to sell otherwise": "3>4",
    # chains
    "**Setup** → Foundational (P2) → US1 → US2, US3 → Polish": "1>2 2>3 3>4 3>5 4>6 5>6",
    "Setup (P1) -> Foundational (P2) -> User stories": f"1>2 {STORIES_WAIT}",
    "Setup (T001–T002) → Foundational (T003–T004) block everything.": f"1>2 {STORIES_WAIT} 2>6",
    "**Phase 1 (T001–T002)** → **Phase 2 oven (T003, T004 last)** → **Phase 3**": "1>2 2>3",
    "Phase 1 → Phase 2 → Phase 3+ (user stories)": f"1>2 {STORIES_WAIT}",
    "Setup → (US1 ∥ US2) → Polish": "1>3 1>4 3>6 4>6",
}  # fmt: skip


@pytest.mark.parametrize(("item", "edges"), STATED.items())
def test_stated_between_phases(item: str, edges: str) -> None:
    assert phase_edges(read_items(item)) == set(edges.split())
    assert task_edges(read_items(item)) == set()


NOT_STATED = [
    "US1 before US2",
    "T004 → US2",
    "**US3**: US2's importer needs Setup",
    "All previous ones: US3 last",
    "**US2**: US1 に依存しない、Phase 2 に依存",
    "**US2**: US1 に依存せず、Phase 2 に依存",
    "**US2**: US1에 의존하지 않고, Phase 2에 의존",
    "**Setup (Phase 1)**: No dependencies - can start immediately",
    "**US1**: Independent",
    "**US2 (P2)**: Fully independent. Can ship separately.",
    "**US2 (P2)**: May integrate with US1 but should be independently testable",
    "**US2**: Links to US1",
    "**US2**: Builds on US1",
    "**US2**: Benefits from US1",
    "**US2**: Can run parallel to US1",
    "**US2**: Can run in parallel with US1/US3",
    "**US2**: does not depend on US1",
    "**US2**: never requires US1",
    "**US2**: recommended after Phase 3",
    "**US2**: should start after US1",
    "**US2**: ideally after US1",
    "**US2**: loosely depends on US1",
    "**US2**: soft, after US1",
    "**US2**: No dependency on US1",
    "Or sequentially in priority order (P1 → P2 → P3)",
    "P1 → P2 → P3",
    "Story order: US1 → US2 → US3",
    "Recommended sequence: Setup → Foundational → US1",
    "Setup → the yeast → US1",
    "The tests cover not driver changes that depend on them",
    "Models before services",
    "Story complete before moving to next priority",
    "The counter's paint depends on the weather",
    "**Rationale**: US3 only needs an oven",
    "**US2**: sells what is baked (needs US1)",
    "**US2**: US1's loaf needs Setup",
    "Once Foundational completes, all user stories can start in parallel",
    "**US2** uses the oven of US1",
    "US1 (bread) should complete before US2 (counter)",
    "US1 (Bread) → Foundation for all other ideas",
    "US2 (Counter) → Depends on basic baking",
    "Or proceed with US1 → US2 → US3 sequentially",
    "**US2** (depends on US1 dough, otherwise independent)",
    "**US2**: お気に入り登録機能に依存",
    "**US2**: US1と統合し、独立してテスト可能",
    "**US2**: US1完了後の着手を推奨",
    "US1 → US2 → US3 の順に実装",
    "**US2**: 不依赖 US1，可独立完成",
    "**US2**: 无后端依赖，复用 US1 的代码",
    "**US2**: 推荐在 US1 后收敛",
    "推荐按优先级顺序串行：US1 → US2 → US3",
    "**US2**: US1에 의존하지 않음",
    "**US2**: US1 완료 후 진행 권장",
    "**US2**: sin dependencias de US1; comparte el horno",
    "**US2**: não depende da US1",
    "**US2**: ne dépend pas de US1, après le four",
    "Orden sugerido: US1 → US2 → US3",
]


@pytest.mark.parametrize("item", NOT_STATED)
def test_stated_is_nothing(item: str) -> None:
    assert phase_edges(read_items(item)) == set()
    assert task_edges(read_items(item)) == set()


TASKS_STATED = {
    "T005, T006 depend on T003, T004": "3>5 4>5 3>6 4>6",
    "T005, T006 depend on T003, T004 respectively": "3>5 4>6",
    "T005 → T006 → T007": "5>6 6>7",
    "T004 → T005, T006": "4>5 4>6",
    "T003 (the oven) before T005 (the dough) — same place": "3>5",
    "T011 (clean) precedes T012 (paint).": "11>12",
    "T009 depends on T004-T006": "4>9 5>9 6>9",
    "T006 (bake) depends on T005 (dough); T007 proves it. T009 depends on T008.": "5>6 8>9",
    "US1: T005 → T006": "5>6",
    "**Foundational (Phase 2)**: after Setup. T004 depends on T003.": "3>4",
    "T-006 depends on T-005": "5>6",
    "Models: T005 → T006": "5>6",
    "Order of work: T005 → T006": "",
    "[US1] T006 depends on T005": "5>6",
    "T006 depends on T005 and must finish before T007": "5>6 6>7",
    "T003 blocks T004": "3>4",
    "T006 は T005 完了後": "5>6",
    "**T006**: T005 完了後": "5>6",
    "T005 は T006 をブロック、T007 は T006 に依存": "5>6 6>7",
    "T006은 T005에 의존": "5>6",
    "T006 は T005 完了後を推奨": "",
    "T007 は T001 に依存しない、T006 に依存": "",
    "T004 depends on T001–T999999": "999999>4",
    "T006 does not depend on T005": "",
    "T005 and T006 can run in parallel": "",
    "T005 should come after T003": "",
}


@pytest.mark.parametrize(("item", "edges"), TASKS_STATED.items())
def test_stated_between_tasks(item: str, edges: str) -> None:
    assert task_edges(read_items(item)) == set(edges.split())


def test_a_task_beside_a_phase_is_a_sentence_of_its_own() -> None:
    plan = read_items(
        "**Foundational**: Depends on Setup (T001) — T003 and T004 can run after T001"
    )
    assert phase_edges(plan) == {"1>2"}
    assert task_edges(plan) == {"1>3", "1>4"}


def test_parallel_work_states_only_what_is_between_ids_alone() -> None:
    plan = read_items(
        "T002 after T001: no plan without an oven", "**Bread**: T006 after T005 (it needs dough).",
        "T007 and T008 can run in parallel after T003", "US2 after US1",
        heading="Parallel Opportunities",
    )  # fmt: skip
    assert phase_edges(plan) == set()
    assert task_edges(plan) == {"1>2", "5>6"}


@pytest.mark.parametrize(
    "heading",
    [
        "Implementation Strategy",
        "Recommended Execution Order",
        "Critical Path Dependencies",
        "Notes",
        "Parallel Example: dependencies",
        "Goals",
    ],
)
def test_what_other_headings_say_is_not_read(heading: str) -> None:
    plan = read_items("US2 depends on US1", "T004 depends on T003", heading=heading)
    assert phase_edges(plan) | task_edges(plan) == set()


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("Build the oven (depends on T001, T002)", "1>3 2>3"),
        ("Build the oven (after T001)", "1>3"),
        ("Build the oven, depends on T001", "1>3"),
        ("Build the oven\n  - Depends on: T001", "1>3"),
        ("Build the oven (no longer depends on T001)", ""),
        ("Build the oven that T001 orders", ""),
    ],
)
def test_stated_in_a_task(text: str, edges: str) -> None:
    listed = PHASES.replace("Build the oven", text)
    assert task_edges(read_list(listed)) == set(edges.split())


TABLE = """
## Dependencies

| Phase                 | Depends On    | Can Start After |
|-----------------------|---------------|-----------------|
| Foundational          | Setup         | Setup           |
| US1 (P1)              | Phase 2       | Foundational    |
| US2 (P2)              | US1           | US1             |
| US3 (P3)              | May link to US1 | —             |
| Polish                | US1-US2       | All stories     |
"""


def test_a_table() -> None:
    assert phase_edges(read_list(PHASES + TABLE)) == {"1>2", "2>3", "3>4", "3>6", "4>6"}


def test_a_table_of_tasks() -> None:
    table = "| Task | Depends on | Blocks |\n|-|-|-|\n| T004 | T003 | T005, T006 |\n"
    assert task_edges(read_list(f"{PHASES}\n## Dependencies\n\n{table}")) == {"3>4", "4>5", "4>6"}


@pytest.mark.parametrize(
    ("header", "row", "edges"),
    [
        ("Blocks", "T004 | T005", {"4>5"}),
        ("Depends on", "All of it | T003", set()),
        ("Depends on", "T004 | not T003", set()),
        ("Depends on", "T004 | T003, but T001 is small", {"3>4"}),
        ("Depends on", "T004 | T003 (but T001 is small)", {"3>4"}),
    ],
)
def test_a_cell_is_read_up_to_another_clause_if_its_row_names_something(
    header: str, row: str, edges: set[str]
) -> None:
    table = f"| Task | {header} |\n|-|-|\n| {row} |\n"
    assert task_edges(read_list(f"{PHASES}\n## Dependencies\n\n{table}")) == edges


LANGUAGES = [
    (
        """## Dépendances
- **Setup (Phase 1)** : Aucune dépendance
- **Foundational (Phase 2)** : Dépend de la Phase 1
- **User Story 1** : dépend de Foundational
- **US2** : ne dépend pas de US1
- **Polish** : Dépend de toutes les user stories
""",
        "1>2 2>3 3>6 4>6 5>6",
    ),
    (
        """## Dependencias
- **Setup**: Sin dependencias
- **Foundational (Fase 2)**: Depende de Setup
- **Historia de Usuario 2**: depende de la Historia de Usuario 1
- **US3**: no depende de US1
- **Polish (Fase 6)**: Depende de todas las historias de usuario
""",
        "1>2 3>4 3>6 4>6 5>6",
    ),
    (
        """## Dependências
- **Foundational (Fase 2)**: Depende da Fase 1
- **US1**: Depende do Foundational - pode começar logo
- **US2**: Não depende de US1
- **Polish**: Depende de todas as user stories
""",
        "1>2 2>3 3>6 4>6 5>6",
    ),
    (
        """## Abhängigkeiten
- **Foundational (Phase 2)**: Hängt ab von Phase 1
- **US2**: hängt nicht ab von US1
- **US3**: hängt ab von US1 und US2
- **Polish**: hängt ab von allen User Stories
""",
        "1>2 3>5 4>5 3>6 4>6 5>6",
    ),
    (
        """## 依存関係
- **Setup（フェーズ1）**：依存なし
- **Foundational（フェーズ2）**：Setup 完了後に開始
- **ユーザーストーリー1**：フェーズ2 完了後
- **ユーザーストーリー2**：フェーズ2に依存
- **US3**：US1に依存しない
- **Polish**：すべてのユーザーストーリー完了後
""",
        "1>2 2>3 2>4 3>6 4>6 5>6",
    ),
    (
        """## 依赖关系
- **Setup（阶段1）**：无依赖
- **Foundational（阶段2）**：依赖 Setup
- **用户故事 1**：阶段2 完成后
- **US2**：不依赖 US1
- **Polish**：依赖所有用户故事
""",
        "1>2 2>3 3>6 4>6 5>6",
    ),
    (
        """## 의존성
- **Setup (1단계)**: 의존성 없음
- **Foundational (Phase 2)**: Setup 완료 후 시작
- **사용자 스토리 1**: Phase 2 완료 후
- **Polish**: 모든 사용자 스토리 완료 후
""",
        "1>2 2>3 3>6 4>6 5>6",
    ),
]

LANGUAGES += [
    (
        """## Dependencias
- **Foundational (Fase 2)**: depende de Setup. **Bloquea todas las historias.**
- **US2 (Fase 4, P2)**: solo depende de US1 (necesita pan); usa el horno de US3
- **US3**: depende de **US1**, no sólo de Foundational: hornea antes
- **Polish**: después de las historias deseadas.
- **US1**: **No depende de US2** — independiente
""",
        "1>2 2>3 2>4 2>5 3>4 3>5 3>6 4>6 5>6",
    ),
    (
        """## Dependências
- Fase 2 depende da Fase 1.
- Fase 3 depende das Fases 1 e 2.
- **US2 (Fase 4)**: depende só da Fase 3; reutiliza o forno da US3
- **Polish**: depois das histórias desejadas
- Fase 5 depende da Fase 2 e reutiliza o forno da US1
""",
        "1>2 1>3 2>3 3>4 3>6 4>6 5>6 2>5",
    ),
    (
        """## Dépendances et ordre d'exécution
- **Foundational (Phase 2)** : dépend de la phase 1 ; bloque toutes les stories.
- **US2 (Phase 4)** : Dépend strictement de la phase 3 (le four)
- **Polish** : Dépend des phases 3, 4 et 5
""",
        "1>2 2>3 2>4 2>5 3>4 3>6 4>6 5>6",
    ),
    (
        """## 依存関係と実行順
### フェーズ依存
- Setup (Phase 1): 依存なし
- Foundational (Phase 2): Setupの完了に依存 - すべてのユーザーストーリーをブロック
- **User Story 2**: Foundational完了後に開始可能 - User Story 1と統合し、焼く機能に依存
- US3 (P3): US1完了後、他USへの依存なし。US2完了後の着手を推奨
- **Polish**: 目的とするUS完了後
### 並列実行の機会
- US1とUS2はSetup完了後に並列実行可能
""",
        "1>2 2>3 2>4 2>5 3>5 3>6 4>6 5>6",
    ),
    (
        """## 依存関係
- **Foundational (Phase 2)**: Setup完了後。全ユーザーストーリーをブロックする
- **US3**: User Story 1とUser Story 2の両方に依存
- **Polish**: 実装対象のユーザーストーリーが完了した後
""",
        "1>2 2>3 2>4 2>5 3>5 4>5 3>6 4>6 5>6",
    ),
    (
        """## Dependencies
- **Foundational (Phase 2)**: Setup 완료 후 - 모든 User Story를 차단
- **User Story 1, 2 (P1)**: Foundational 완료 후 시작 가능 (P2와 병렬 가능)
- **User Story 3 (Phase 5)**: US1·US2 완료 후. Setup 완료 후 진행 권장
- **Polish**: 원하는 스토리가 모두 끝난 뒤
""",
        "1>2 2>3 2>4 2>5 3>5 4>5 3>6 4>6 5>6",
    ),
    (
        """## Dependencies
- Phase 2 (Foundational) -> Phase 1 완료 후 시작, 모든 사용자 스토리 차단
- US1, US2 모두 Foundational 이후 시작 가능
- **US3**: US2 완료 후. 다른 스토리에 의존하지 않음
""",
        "1>2 2>3 2>4 2>5 4>5",
    ),
    (
        """## Dependencies
- **Foundational（阶段二）**: 依赖 Setup(阶段一) 完成, 并阻塞所有用户故事.
- **User Stories (Phase 3~5)**: 都依赖 Foundational 完成；建议按 P1 → P2 → P3 推进
- **US2**: 依赖 US1，焙烤的方法被 US3 复用
- **US3**: 在 Foundational 后可开始，推荐在 US1 后收敛
- **Polish**: 依赖所需的用户故事全部完成
""",
        "1>2 2>3 2>4 2>5 3>4 3>6 4>6 5>6",
    ),
    (
        """## Abhängigkeiten
- **Foundational (Phase 2)**: abhängig von Setup, blockiert alle User Stories
- **US2**: hängt von US1 ab
- **US3**: nach Foundational, nach dem Backen
""",
        "1>2 2>3 2>4 2>5 3>4",
    ),
]


@pytest.mark.parametrize(("section", "edges"), LANGUAGES)
def test_in_other_languages(section: str, edges: str) -> None:
    assert phase_edges(read_list(f"{PHASES}\n{section}")) == set(edges.split())


def test_work_packages_say_what_they_depend_on() -> None:
    packages = "".join(
        f"## Work Package WP0{n}: {name}\n- [ ] T00{n} {name} it\n### Dependencies\n- {needs}\n"
        for n, name, needs in [
            (1, "Sow", "None (first package)"),
            (2, "Water", "WP01 (requires seeds)"),
            (3, "Reap", "Depends on WP01, WP02"),
            (4, "Mill", "WP03, and the seeds that WP01 sows"),
        ]
    )
    plan = read_list(f"# Tasks\n\n{packages}")
    assert [phase.label for phase in plan.phases] == ["WP01", "WP02", "WP03", "WP04"]
    assert phase_edges(plan) == {"WP01>WP02", "WP01>WP03", "WP02>WP03", "WP03>WP04"}


def test_without_a_statement_there_is_no_graph() -> None:
    assert read_list(PHASES).graphs == ()
    assert read_items("**Setup**: No dependencies").graphs == ()


def test_a_cycle_and_a_phase_that_waits_for_itself_are_kept_for_the_rules() -> None:
    (graph,) = read_items("US1 depends on US2", "US2 depends on US1", "US3 depends on US3").graphs
    assert graph.cycles == ((2, 3),)
    assert [reference.node for reference in graph.self_references] == [4]


def test_a_drawing_is_compared_and_not_read() -> None:
    drawing = "```\nPhase 1: Setup ───► Phase 3: US1\n```\n"
    plan = read_items(f"Foundational depends on Setup\n\n{drawing}")
    assert phase_edges(plan) == {"1>2"}
    assert [(arrow.before, arrow.after) for arrow in plan.graphs[0].drawn] == [(0, 2)]


STATED_IN_ITEMS = (
    PHASES
    + """
## Dependencies & Execution Order

- T003 depends on T077
- T004 depends on T078, after T001
- US3 depends on US3

```text
Setup -> Foundational -> Polish
Setup -> Foundational
```

### More

- US1 depends on Setup

```text
Setup -> Polish
```
"""
)
FIRST = PHASES.count("\n") + 4
"""The line of the first item."""


def test_what_is_stated_has_the_place_of_its_item() -> None:
    plan = read_list(STATED_IN_ITEMS)
    assert [(one.id, one.place.line - FIRST, one.place.column) for one in plan.named_tasks] == [
        ("T003", 0, 1),
        ("T077", 0, 1),
        ("T004", 1, 1),
        ("T078", 1, 1),
        ("T001", 1, 1),
    ]
    (graph,) = plan.graphs
    assert [(one.node, one.place.line - FIRST) for one in graph.self_references] == [(4, 2)]


def test_the_authors_drawings_are_read_once_for_each_pair_and_the_first_is_kept() -> None:
    (graph,) = read_list(STATED_IN_ITEMS).graphs
    drawn = [(one.before, one.after, one.place.line - FIRST) for one in graph.drawn]
    assert drawn == [(0, 1, 5), (1, 5, 5), (0, 5, 14)]
    assert graph.drawing.split("\n")[0] == "Setup -> Foundational -> Polish"


@pytest.mark.parametrize(
    "item",
    [
        "T001 depends on T001–T999999",
        "T0001–T9999 depend on T0001–T9999",
        "Polish depends on everything " * 200,
        "(" * 500 + "US1 depends on US2",
        "US2: " * 200 + "depends on US1",
        "US1 → " * 300,
    ],
)
def test_odd_statements_are_read_or_left(item: str) -> None:
    plan = read_items(item)
    assert all(a != b for graph in plan.graphs for a, b in graph.edges)
