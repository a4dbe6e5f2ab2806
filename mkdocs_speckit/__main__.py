"""The start of the command line, as `mkdocs-speckit` or `python -m mkdocs_speckit`."""

from __future__ import annotations

from mkdocs_speckit.interrupts import run_interruptibly


def main() -> None:
    """Run the command line, which Ctrl-C ends with one line from here on."""
    run_interruptibly(_run)


def _run() -> None:
    from mkdocs_speckit.cli import main as program  # noqa: PLC0415

    program()


if __name__ == "__main__":
    main()
