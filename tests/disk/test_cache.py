"""What is kept between runs: it saves work, and never changes a result or ends a run."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from msgspec import Struct

from mkdocs_speckit.disk import cache as module
from mkdocs_speckit.disk.cache import FOLDER, Cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Figures(Struct, frozen=True):
    done: int
    total: int
    name: str = ""


KEPT = Figures(2, 5, "Bread")


def kept_file(root: Path) -> Path:
    return root / FOLDER / "kept.sqlite"


def put(root: Path, *values: object, made_with: str = "") -> list[bytes]:
    cache = Cache(root, made_with)
    keys = [cache.make_key(f"{number}") for number in range(len(values))]
    for key, value in zip(keys, values, strict=True):
        cache.put(key, value)
    cache.save()
    return keys


def get(root: Path, key: bytes) -> Figures | None:
    cache = Cache(root)
    found = cache.get(key, Figures)
    cache.save()
    return found


def run_sql(root: Path, *statements: str) -> list[object]:
    with closing(sqlite3.connect(kept_file(root))) as connection, connection:
        return [connection.execute(statement).fetchall() for statement in statements]


def test_a_value_is_there_in_the_next_run(tmp_path: Path) -> None:
    (key,) = put(tmp_path, KEPT)
    assert get(tmp_path, key) == KEPT
    assert get(tmp_path, Cache(tmp_path).make_key("other")) is None


def test_git_sees_nothing_of_it(tmp_path: Path) -> None:
    put(tmp_path, KEPT)
    assert {path.name for path in (tmp_path / FOLDER).iterdir()} == {".gitignore", "kept.sqlite"}
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache = Cache(None)
    assert not cache
    cache.put(b"key", KEPT)
    cache.save()
    assert cache.get(b"key", Figures) is None
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_keeps_nothing_new_writes_nothing(tmp_path: Path) -> None:
    assert get(tmp_path, b"key") is None
    assert list(tmp_path.iterdir()) == []
    (key,) = put(tmp_path, KEPT)
    before = kept_file(tmp_path).read_bytes()
    assert get(tmp_path, key) == KEPT
    assert kept_file(tmp_path).read_bytes() == before


def test_a_key_is_of_all_that_a_value_depends_on(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = [
        cache.make_key("ab", "c"),
        cache.make_key("a", "bc"),
        cache.make_key("abc"),
        cache.make_key("abc", ""),
        cache.make_key("ab\udcff", "c"),
        Cache(tmp_path, "other settings").make_key("ab", "c"),
    ]
    assert len({*keys}) == len(keys)
    assert (
        cache.make_key("ab", b"c") == keys[0] == Cache(tmp_path / "elsewhere").make_key("ab", "c")
    )


def test_a_key_is_of_the_code_that_made_the_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (key,) = put(tmp_path, KEPT)
    monkeypatch.setattr(module, "_find_version", lambda: b"12345678")
    assert Cache(tmp_path).make_key("0") != key
    # What another version has kept is removed.
    assert get(tmp_path, key) is None
    monkeypatch.undo()
    assert get(tmp_path, key) is None


def test_the_code_is_the_same_wherever_it_lies(tmp_path: Path) -> None:
    print_key = (
        "from mkdocs_speckit.disk.cache import Cache; print(Cache(None).make_key('a').hex())"
    )
    package = module.__file__.rpartition("disk")[0]
    shutil.copytree(package, tmp_path / "mkdocs_speckit")

    def find_key(**environment: str) -> str:
        command = [sys.executable, "-c", print_key]
        variables = {**os.environ, **environment}
        return subprocess.run(
            command, env=variables, check=True, capture_output=True, text=True, cwd=tmp_path
        ).stdout

    here = find_key(PYTHONPATH=str(tmp_path), PYTHONHASHSEED="1")
    assert here == find_key(PYTHONSAFEPATH="1", PYTHONHASHSEED="2")
    template = tmp_path / "mkdocs_speckit" / "rendering" / "speckit.css"
    template.write_text(template.read_text() + " ")
    assert find_key(PYTHONPATH=str(tmp_path)) != here


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def overwrite(path: Path) -> None:
    path.write_bytes(b"not a database, but as long as a page of one" * 200)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def damage_pages(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


@pytest.mark.parametrize("damage", [cut, overwrite, empty, damage_pages])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    (key, *_) = put(tmp_path, KEPT, *(Figures(n, 5, "Bread" * 500) for n in range(9)))
    damage(kept_file(tmp_path))
    assert get(tmp_path, key) in {None, KEPT}
    put(tmp_path, KEPT)
    put(tmp_path, KEPT)  # Damage may show only when something is written.
    assert get(tmp_path, key) == KEPT


@pytest.mark.parametrize(
    "value",
    [
        "x'00000000'",
        "x''",
        "NULL OR 1",
        "'a text'",
        "substr(value, 1, length(value) - 1)",
        "value || x'00'",
        "replace(value, x'02', x'03')",
    ],
)
def test_a_damaged_value_is_made_again(tmp_path: Path, value: str) -> None:
    (key,) = put(tmp_path, KEPT)
    run_sql(tmp_path, f"UPDATE kept SET value = CAST({value} AS BLOB)")
    assert get(tmp_path, key) is None


def test_a_value_of_another_key_is_not_taken(tmp_path: Path) -> None:
    one, other = put(tmp_path, KEPT, Figures(0, 9))
    run_sql(
        tmp_path,
        f"DELETE FROM kept WHERE key = x'{one.hex()}'",
        f"UPDATE kept SET key = x'{one.hex()}' WHERE key = x'{other.hex()}'",
    )
    assert get(tmp_path, one) is None


def test_a_value_of_another_type_is_not_taken(tmp_path: Path) -> None:
    (key,) = put(tmp_path, {"done": "two"})
    assert get(tmp_path, key) is None


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE other (name TEXT)",
        "CREATE TRIGGER spy AFTER INSERT ON kept BEGIN DELETE FROM kept; END",
        "CREATE VIEW seen AS SELECT load_extension('evil') FROM kept",
        "ALTER TABLE kept ADD COLUMN more TEXT GENERATED ALWAYS AS (hex(value))",
    ],
)
def test_a_foreign_file_is_not_used(tmp_path: Path, statement: str) -> None:
    (key,) = put(tmp_path, KEPT)
    run_sql(tmp_path, statement)
    assert get(tmp_path, key) is None
    put(tmp_path, KEPT)
    assert get(tmp_path, key) == KEPT
    assert len(run_sql(tmp_path, "SELECT * FROM sqlite_master WHERE sql IS NOT NULL")[0]) == 1  # type: ignore[arg-type]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file")
    (key,) = put(tmp_path, KEPT)
    assert get(tmp_path, key) is None


def test_what_msgpack_cannot_have_is_not_kept(tmp_path: Path) -> None:
    values = [Figures(1, 2, "\ud800"), Figures(1 << 64, 2), KEPT]
    keys = put(tmp_path, *values)
    assert [get(tmp_path, key) for key in keys] == [None, None, KEPT]


def test_a_run_waits_for_another_one_only_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_SECONDS", 0.1)
    (key,) = put(tmp_path, KEPT)
    with closing(sqlite3.connect(kept_file(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert get(tmp_path, key) is None
        put(tmp_path, Figures(1, 9))
    assert get(tmp_path, key) == KEPT


def test_several_runs_at_once_keep_all(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom mkdocs_speckit.disk.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]))\n"
        "for number in range(50):\n"
        "    cache.put(cache.make_key(sys.argv[2], str(number)), ['a' * 500, number])\n"
        "    cache.save()\n"
    )
    commands = [[sys.executable, "-c", code, str(tmp_path), name] for name in "abc"]
    with ThreadPoolExecutor(len(commands)) as pool:
        done = list(pool.map(lambda one: subprocess.run(one, check=False).returncode, commands))
    assert done == [0, 0, 0]
    cache = Cache(tmp_path)
    keys = [cache.make_key(name, str(number)) for name in "abc" for number in range(50)]
    assert all(cache.get(key, list[object]) for key in keys)
    cache.save()


def test_a_file_that_is_too_large_loses_its_oldest_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 200_000)
    values = [Figures(number, 100, "x" * 10_000) for number in range(100)]
    cache = Cache(tmp_path)
    keys = [cache.make_key(str(number)) for number in range(100)]
    for key, value in zip(keys, values, strict=True):
        cache.put(key, value)
        cache.save()
    assert [get(tmp_path, key) for key in keys[-5:]] == values[-5:]
    assert get(tmp_path, keys[0]) is None
    assert kept_file(tmp_path).stat().st_size < 300_000


def test_what_is_held_before_it_is_written_is_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_HELD", 1000)
    cache = Cache(tmp_path)
    cache.put(cache.make_key("a"), Figures(1, 2, "x" * 2000))
    assert get(tmp_path, cache.make_key("a")) == Figures(1, 2, "x" * 2000)
    cache.save()
