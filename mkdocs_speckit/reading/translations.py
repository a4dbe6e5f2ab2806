"""The words for phases, user stories and dependencies in the languages of documents.

Headings are translated, and numbers are not: what counts is a number behind one of these words.
The words are parts of patterns, without groups and regardless of case.
"""

from __future__ import annotations

import re

CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""The letters of Japanese, Chinese and Korean, as a part of a set."""

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

ONE_STORY = rf"(?:{STORY_WORDS})[ -]?(?P<story>\d{{1,4}}[a-z]?)(?!\w)"
"""A user story by its number, the group `story`: `User Story 1`, `US-2a`, `ユーザーストーリー3`."""

STORY_NUMBER = re.compile(rf"(?:(?<!\w)|(?<=[^\x00-\x7f])){ONE_STORY}", re.IGNORECASE)
"""The same anywhere in a text; `findall` gives the numbers."""

STORY_TITLE = re.compile(rf"\W*{ONE_STORY}[\s:：.)–—-]*(?P<title>.*)", re.IGNORECASE)
"""A heading that begins with a story, and what it says after the number."""

STORIES_LEAD = (
    "all|every|each|the|both|any|of|other|\\d{1,2}|two|three|four|five|six|seven|eight|nine|ten"
    "|desired|selected|chosen|required|relevant|remaining|above|planned|implemented|preceding"
    "|previous|prior|targeted|target|in-scope|needed|prioriti[sz]ed|completed|delivered|todas|todos|todo|ambas|toutes|alle[nr]?|tutte|le|as|las|les|los|os|der|die|den"
)
"""Words before the one for stories that mean all of them: `all five`, `the desired`."""

CJK_STORIES_LEAD = (
    "すべての|全ての|全て|全|希望する|必要な|目的とする|目的の|対象の?|実装対象の|実装したい|選択した"
    "|모든|전체|원하는|희망하는|선택한|대상|所有的?|全部|目标|所需的?|选定的?"
)

DEPENDENCY_HEADING = re.compile(
    "depend|dépend|depen|依存|의존|종속|依赖|abhäng|execution order", re.IGNORECASE
)
"""A heading under which dependencies are stated."""

PARALLEL_HEADING = re.compile(r"\W*(?:parallel|paral[eé]l|並列|並行|并行|병렬)", re.IGNORECASE)
"""A heading that begins so says what may be done at the same time."""

OTHER_HEADING = re.compile(
    r"implementation strategy|estrat[eé]gia de implementa|stratégie d[’']implémentation"
    r"|implementierungsstrategie|実装戦略|実装方針|구현 ?전략|实施策略|实现策略"
    r"|^\W*(?:recommended|recom[ae]nd|recommand|empfohlen|推奨|推荐|建议|권장)"
    r"|critical path|camin?h?o crítico|ruta crítica|chemin critique|kritischer pfad"
    r"|クリティカルパス"
    r"|^\W*(?:notes\b|notas\b|remarques\b|notizen\b|備考|注意|メモ|备注|참고)"
    r"|examples?\b|ejemplos?\b|exemplos?\b|exemples?\b|beispiele?\b|の例|例$|示例|예시",
    re.IGNORECASE,
)
"""A heading under which an order is only suggested, or shown as an example."""

SECTION_WORDS = (
    "sections?|groups?|fases?|secci(?:ón|ones)|seç(?:ão|ões)|grupos?|groupes?|abschnitte?|раздел[ыа]?"
    "|групп[аы]?|этап[аы]?|章节|部分|任务组|セクション|グループ|섹션|그룹"
)
"""A word for a section or a group of tasks, before its number."""

TASK_WORDS = (
    "(?:sub-?)?tasks?|tareas?|tarefas?|tâches?|aufgaben?|задач[аиуе]?|任务|任務|タスク|작업|태스크"
)
"""A word for a task, before its number."""

REQUIREMENT_WORD = (
    "requirement|требование|requisito|requerimiento|exigence|anforderung|要件|要求|需求|요구 ?사항"
)
"""A word for a requirement, before its number."""

REQUIREMENT_WORDS = (
    rf"{REQUIREMENT_WORD}|requirements|reqs?|требовани[йя]|требованиям|requisit[oi]s?"
    "|requerimientos|exigences|anforderungen|要件番号|需求编号|要求事項"
)
"""The same for one or several of them, also shortened."""

VALIDATION_WORDS = "validates?|verifies|验证|驗證|検証|검증|valida|verifica|проверяет|валидирует"
"""What a task, or a property of it, does for requirements, before a word for them."""

CRITERIA_WORDS = (
    r"acceptance(?: criteri(?:on|a))?|criteri(?:on|a)|criterios?|crit[eé]rios?|critères?"
    r"|критери[ийя]|验收(?:标准|条件)|驗收(?:標準|條件)|受け?入れ?(?:基準|条件)"
    r"|(?:인수|승인|수용) ?(?:기준|조건)"
)
"""A word for the acceptance criteria of a requirement."""

WISH_WORDS = (
    rf"{STORY_WORDS}|objective|goal|目的|目标|目標|목적|목표|objetivo|цель|objectif|ziel"
    r"|hist[oó]ria do usu[aá]rio|(?:пользовательская )?история(?: пользователя)?"
)
"""What stands before the wish that a requirement is for: `User Story:`, `Objective:`."""

CHECKPOINT_WORDS = (
    "checkpoint|チェックポイント|检查点|檢查點|체크포인트|контрольная точка|punto de control"
    "|ponto de (?:verificação|controle)|point de contrôle|kontrollpunkt"
)
"""A task that asks to look at what is done so far."""

NUMERALS = "一二三四五六七八九十"
"""The numbers from 1 to 10."""

# What is said of dependencies.

NEGATION = re.compile(
    r"\b(?:no|not|never|neither|nor|without|should|recommended|ideally|loosely|soft|optional(?:ly)?"
    r"|n[aã]o|sin|sem|ning[uú]n\w*|nenhum\w*|ne|pas|aucune?|nicht|keine?\w*|recomendad\w+"
    r"|recommandée?|empfohlen)\b|n[’']|不|无|没有|推荐|建议|推奨|望ましい|권장"
    r"|し(?:ない|ません)|せず|지 ?않",
    re.IGNORECASE,
)
"""What makes a verb say nothing: `does not depend on`, `recommended after`."""

FORWARD = re.compile(
    r"\b(?:depend(?:s|ent)?(?: (?:only|solely|also|directly|entirely))? (?:up)?on"
    r"|(?:only |all |both )*(?:after|requires?|needs?|waits? for|blocked by)"
    r"|dépend(?:ent)?(?: (?:strictement|uniquement|seulement))? d(?:e|u|es)\b"
    r"|depend(?:e|en|em)(?: (?:s[oó]|s[oó]lo|solo|somente|apenas))? d(?:e|el|a|o|as|os)\b"
    r"|h[äa]ng(?:t|en)(?: ab)? von|abhängig von|(?:requieren?|requer|nécessite|erfordert|benötigt))"
    r"(?!\w)|\bзавис(?:ит|ят) от\b|依[赖賴][于於]?",
    re.IGNORECASE,
)
"""The verbs whose subject waits for what follows."""

AFTER = re.compile(
    r"\b(?:después del?|tras|após|depois d[aeo]s?|après|nach(?: Abschluss von)?)(?!\w)",
    re.IGNORECASE,
)
"""Words that mean the same before a name, and something else before others."""

BACKWARD = re.compile(
    r"(?P<on>の?(?:完了後|完了してから|完了を待|完了に依存|に依存)(?!し(?:ない|ません)|せず)"
    r"|が?完了した(?:後|ら)|의? ?완료 ?(?:후|이후)|이후|(?<=\s)후(?=\s|$)|에 의존(?!하지)"
    r"|(?:이|가)? ?(?:모두 )?끝난 (?:뒤|후)|(?:完成)?之?后(?!端|续))"
    r"|(?P<blocks>を?ブロック|[을를]? ?(?:차단|블록|막는|막음|BLOCK))"
)
"""Verbs that follow what the subject waits for, or blocks."""

BLOCKING = re.compile(
    r"\b(?:blocks?|precedes?|must (?:be )?(?:complete[d]?|finish(?:ed)?|land|done) before"
    r"|bloque(?:ia|iam|a|an|nt)?|blockier(?:t|en)|blocca(?:no)?)(?![a-zA-Z])|阻塞|阻断",
    re.IGNORECASE,
)
"""The verbs after which comes what waits for the subject."""

SUGGESTED = re.compile(
    r"\b(?:order|sequence|path|priority|priorities|strategy|waves?|parallel|suggested|recommended"
    r"|orden|ordem|ordre|reihenfolge|secuencia|sequência|séquence|prioridade?|priorité|priorität)\b"
    r"|順|顺序|優先|优先|순서|우선|推奨|推荐|권장|並列|并行|병렬",
    re.IGNORECASE,
)
"""What a chain is called that only suggests an order."""
