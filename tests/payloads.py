"""Texts that try to be more than text, and plans that have one in every place that is shown."""

from __future__ import annotations

from tests.conftest import SOURCE

PLAIN = "Quiet words"
"""What a payload's plan is compared with."""

PAYLOADS = {
    # Elements and attributes
    "script": '<script>alert("x")</script>',
    "picture": "<img src=x onerror=alert(1)>",
    "drawing": '<svg onload=alert(1)><use href="https://evil.example/x.svg#a"/></svg>',
    "frame": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "form": "<form action=https://evil.example><button formaction=javascript:alert(1)>x</button>",
    "style": "<style>@import url(https://evil.example/x.css);</style>",
    "base": '<base href="https://evil.example/"><link rel=stylesheet href=//evil.example/x.css>',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "half a tag": "<img src=x onerror=alert(1) //",
    "mathematics": '<math><mtext><img src=x onerror="alert(1)"></mtext></math>',
    # Ends of what a text stands in
    "end of script": "</script><script>alert(1)</script>",
    "end of style": "</style><img src=x onerror=alert(1)>",
    "end of title": "</title></text></svg></figure></div><b>out</b>",
    "end of cell": "</td></tr></table><b>out</b>",
    "attribute": 'a" onmouseover="alert(1)" x="',
    "attribute in single quotes": "a' onfocus='alert(1)' autofocus='",
    "attribute without quotes": "a onpointerenter=alert(1) `",
    "comment": "<!-- --> <b>out</b> <!--",
    "end of comment": "--> <img src=x onerror=alert(1)>",
    "bad end of comment": "--!> <img src=x onerror=alert(1)>",
    "our own comments": "<!--speckit--> x <!--/speckit--> <!--speckit:0-->",
    "our own requests": "<!-- speckit: ignore-file empty-table --> <!-- SPECKIT_LEVEL: 3 -->",
    "CDATA": "<![CDATA[ <b>out</b> ]]> ]]>",
    "declaration": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;<?php echo 1 ?>',
    # Addresses
    "script address": "javascript:alert(1)",
    "data address": "data:text/html,<script>alert(1)</script>",
    "link": "[a](javascript:alert(1)) <javascript:alert(1)>",
    "remote picture": "![a](https://evil.example/a.png)",
    "reference": '[a]: javascript:alert(1) "b"',
    "mention": "@everyone #1 https://evil.example www.evil.example a@evil.example",
    # Languages that are read on the way
    "expression": "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "statement": "{% raw %}{% include '/etc/passwd' %}{% endraw %}{# x #}",
    "attribute list": '{: onclick="alert(1)" .speckit-header #speckit }',
    "mermaid": '"] --> x; click p0 "javascript:alert(1)"; %%{init: {}}%% :::x #quot;',
    "mermaid's words": "section end; title x : done, 2001-01-01",
    "entities": "&lt;b&gt; &#60;img src=x onerror=alert(1)&#62; &amp;lt; &#x1; &unknown;",
    "back-slashes": r"\<b\> \" \u003cimg src=x\u003e \x3cb\x3e \\",
    "quotes": "\"'`´‘’“”«»„\"\"\"'''```",
    "code": "`<b>out</b>` ``<script>``",
    # Terminals, logs and runners
    "terminal": "\x1b[31m\x1b]0;title\x07\x1b]8;;https://evil.example\x1b\\x\x9b2J\x08\x7f",
    "line ends": "a\x0b\x0c\x1c\x85\u2028\u2029b",
    "annotation": "%0A::error::x %0D%0A::set-output name=a::b",
    "old annotation": "##[error]x ::add-mask::x ::stop-commands::y",
    "zero": "a\x00b",
    # Unicode
    "directions": "\u202ethgir\u202c \u2066\u2067x\u2069 \u200f",
    "nothing to see": "a\u200b\u200c\u200d\u2060\ufeff\u00ad\u180eb",
    "piled": "a" + "\u0301" * 200,
    "tags": "x\U000e0061\U000e0062\U000f0000\ufffe\uffff",
    # What Python-Markdown and we keep things under
    "put aside": "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 \x02amp\x03 \x0260\x03b\x0262\x03",
    "object": "\ufffc \ufffd",
    # Much
    "long word": "W" * 2000,
    "long tag": f"<{'a' * 2000}",
}


UNUSUAL = {"half a surrogate": "a\udcff\ud800b", "lines": "a\r\n::error::b\n\n# c"}
"""Payloads that no page can hold as they are: a file is UTF-8, and a title one line."""


def plan(text: str) -> str:
    """A plan with a text in every place of it."""
    return f"""\
---
title: {text}
author: {text}
---

# Plan: {text}

<!-- SPECKIT_LEVEL: 2 -->{SOURCE}

Words of an author: {text}

## Phase 1: {text}

- [x] **{text}** is done
- [ ] {text}
- [ ] [NAME: {text}]
- [ ] [e.g., {text}]
- [ ] {{{{{text}}}}}

## Phase 2: Core

- [ ] TODO {text}

## Dependencies {text}

| Phase | Depends On |
|-------|------------|
| Phase 1: {text} | None |
| Phase 2: Core | Phase 1, outside {text} |
| {text} | Core |
| Docs | {text}, nowhere {text} |

## Effort {text}

| Phase | Complexity | Effort |
|-------|------------|--------|
| Phase 1: {text} | High | 1-2h |
| Phase 2: Core | Low {text} | 3h |
| {text} | Medium | 4h {text} |
| Docs | Medium | {text} |
| Total | | 99h |

## Milestones

| Milestone | Description | Target |
|-----------|-------------|--------|
| M1 {text} | {text} | Phase 1 |
| M2 | Core {text} | Day 3 |
"""


def odd_document(text: str) -> str:
    """A document whose level and template are a text."""
    return f"""\
# {text}

<!-- SPECKIT_LEVEL: {text} -->
<!-- SPECKIT_TEMPLATE_SOURCE: {text} | v{text} -->

| Property | Value |
|----------|-------|
| **Level** | {text} |

- [ ] {text}
"""
