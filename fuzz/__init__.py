"""Searches for input that breaks what is promised: `make fuzz`, or `make fuzz SECONDS=1800`.

Each module of `targets` has a `TARGET`: a check that takes any bytes. `python -m fuzz` feeds it by
atheris. What it finds stays in `tests/found`, and each test run feeds it to the same check.
"""
