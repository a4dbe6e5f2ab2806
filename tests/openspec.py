"""A small change of OpenSpec, and the capability that it changes, which tests of all parts take."""

from __future__ import annotations

FOLDER = "openspec/changes/sell-rolls"

PROPOSAL = """\
# Sell rolls

## Why

Guests ask for them.

## What Changes

- Rolls at the counter
"""

DESIGN = """\
# Design

## Decisions

One tray.

## Open Questions

- Gas or wood?
"""

TASKS = """\
## 1. Oven

- [x] 1.1 Build it in `oven/stone.py`
- [ ] 1.2 Light it

## 2. Rolls

- [ ] 2.1 Bake them

## Dependencies

- Section 2 depends on Section 1
"""

DELTA = """\
## ADDED Requirements

### Requirement: Warm rolls

The counter SHALL keep rolls warm.

#### Scenario: Morning

- **WHEN** a guest comes at six
- **THEN** the rolls are warm

## RENAMED Requirements

- FROM: `### Requirement: Bread`
- TO: `### Requirement: Loaves`
"""

SPEC = """\
# Counter

## Purpose

To sell what is baked.

## Requirements

### Requirement: Bread

The counter SHALL sell bread.

#### Scenario: A loaf

- **WHEN** a guest asks
"""

CHANGE = {
    f"{FOLDER}/proposal.md": PROPOSAL,
    f"{FOLDER}/design.md": DESIGN,
    f"{FOLDER}/tasks.md": TASKS,
    f"{FOLDER}/specs/counter/spec.md": DELTA,
    f"{FOLDER}/specs/kitchen/oven/spec.md": DELTA,
}
"""The documents of the change by their paths."""

PROJECT = {**CHANGE, "openspec/specs/counter/spec.md": SPEC}
"""The same, and the capability as it is."""
