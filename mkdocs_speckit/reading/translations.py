"""The words for phases and user stories in the languages that documents are written in.

Headings are translated, and numbers are not: what counts is a number behind one of these words.
They are parts of patterns, all without groups and regardless of case.
"""

from __future__ import annotations

import re

PHASE_WORDS = (
    "phase|fase|étape|etape|fas|fáze|faza|fázis|vaihe|этап|фаза|aşama|giai đoạn|フェーズ|段階|阶段"
    "|階段|단계|페이즈"
)
"""A word for a phase, before its number."""

PHASE_COUNTERS = "フェーズ|段階|阶段|階段"
"""A word for a phase, behind `第` and its number."""

STORY_WORDS = (
    r"user[ -]?story|story|US|hist[oó]ria de usu[aá]rio|récit utilisateur|histoire utilisateur"
    r"|storia utente|benutzergeschichte|nutzergeschichte|ユーザー ?ストーリー|ストーリー"
    r"|사용자 ?스토리|유저 ?스토리|用户故事|使用者故事"
)
"""A word for a user story, before its number."""

STORIES = (
    r"(?:user[ -]?)?stories|hist[oó]rias(?: de usu[aá]rio)?|récits(?: utilisateurs?)?"
    r"|histoires(?: utilisateurs?)?|storie utente|benutzergeschichten|nutzergeschichten"
    r"|(?:ユーザー ?)?ストーリー|(?:(?:사용자|유저) ?)?스토리|用户故事|使用者故事"
)
"""The same word for several stories."""

STORY_NUMBER = re.compile(
    rf"(?:(?<!\w)|(?<=[^\x00-\x7f]))(?:{STORY_WORDS})[ -]?(\d{{1,4}}[a-z]?)(?!\w)", re.IGNORECASE
)
"""A user story by its number: `User Story 1`, `US-2a`, `ユーザーストーリー3`."""
