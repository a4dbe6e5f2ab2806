"""Logging: whatever a plan, a file name or an option says, each message is one printable line.

Otherwise it could end its line, and a CI runner would obey what follows, or a terminal what is in
it.
"""

from __future__ import annotations

import logging

from mkdocs_speckit.model.wording import fold_line


class _PrintableLines(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = fold_line(record.getMessage()), ()
        return True


_PRINTABLE_LINES = _PrintableLines()


def fold_messages(log: logging.Logger) -> None:
    """Make each message of a logger one printable line."""
    log.addFilter(_PRINTABLE_LINES)
