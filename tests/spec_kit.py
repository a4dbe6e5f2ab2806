"""A small feature of GitHub Spec Kit, which tests of all parts take."""

from __future__ import annotations

SPEC = """\
# Feature Specification: Photo albums

**Feature Branch**: `001-photo-albums`

## User Scenarios & Testing

### User Story 1 - Make an album (Priority: P1)

Ada puts the pictures of a day into one album.

**Acceptance Scenarios**:

1. **Given** three pictures, **When** Ada chooses them, **Then** they are in one album.

## Requirements

- **FR-001**: An album MUST have a name.
- **FR-002**: An album MUST keep the order of its pictures.
"""

QUESTION = "- **FR-003**: An album holds [NEEDS CLARIFICATION: how many pictures?] at most.\n"

PLAN = """\
# Implementation Plan: Albums

**Branch**: `001-photo-albums` | **Date**: 2026-03-02 | **Spec**: [spec.md](spec.md)

## Technical Context

A table of albums beside the one of pictures.

## Constitution Check

- [x] One database
"""

TASKS = """\
# Tasks: Albums

## Phase 1: Setup

- [x] T001 Add the table in db/albums.sql

## Phase 2: User Story 1 - Make an album (Priority: P1)

- [ ] T002 [US1] Write the form for FR-001 in web/album.html
- [ ] T003 [US1] Keep the order for FR-002 in web/order.js
"""

CHECKLIST = "# Requirements Checklist: Albums\n\n- [x] CHK001 All stories have a priority\n"

FEATURE = {"spec.md": SPEC, "plan.md": PLAN, "tasks.md": TASKS}
"""The documents of the feature by their names."""


def put_into(folder: str, *names: str) -> dict[str, str]:
    """The documents in a folder, by their paths; all of them, or some."""
    return {f"{folder}/{name}": FEATURE[name] for name in names or FEATURE}
