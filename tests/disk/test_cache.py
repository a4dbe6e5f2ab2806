"""What is kept between runs: it saves work, and never changes a result or ends a run."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec import Struct

from mkdocs_speckit.disk import cache as module
from mkdocs_speckit.disk import kept_file
from mkdocs_speckit.disk.cache import FOLDER, Cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Figures(Struct, frozen=True):
    done: int
    total: int
    name: str = ""


KEPT = Figures(2, 5, "Bread")


def find_file(root: Path) -> Path:
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
    with closing(sqlite3.connect(find_file(root))) as connection, connection:
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
    assert cache.make_key("a") == b""
    cache.put(b"key", KEPT)
    cache.save()
    assert cache.get(b"key", Figures) is None
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_keeps_nothing_new_writes_nothing(tmp_path: Path) -> None:
    assert get(tmp_path, b"key") is None
    assert list(tmp_path.iterdir()) == []
    (key,) = put(tmp_path, KEPT)
    before = find_file(tmp_path).read_bytes()
    assert get(tmp_path, key) == KEPT
    assert find_file(tmp_path).read_bytes() == before


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
    monkeypatch.setattr(module, "_fingerprint_code", lambda: b"12345678")
    assert Cache(tmp_path).make_key("0") != key
    # What another version has kept is removed.
    assert get(tmp_path, key) is None
    monkeypatch.undo()
    assert get(tmp_path, key) is None


def test_the_code_is_the_same_wherever_it_lies(tmp_path: Path) -> None:
    print_key = (
        "from pathlib import Path\nfrom mkdocs_speckit.disk.cache import Cache\n"
        "print(Cache(Path()).make_key('a').hex())"
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


def test_a_lock_of_an_editor_among_the_code_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "mkdocs_speckit"
    (package / "disk").mkdir(parents=True)
    (package / "disk" / "cache.py").write_text("")
    monkeypatch.setattr(module, "__file__", str(package / "disk" / "cache.py"))
    module._fingerprint_code.cache_clear()
    before = module._fingerprint_code()
    (package / ".#project.py").symlink_to("nowhere")
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.py").write_text("")
    module._fingerprint_code.cache_clear()
    assert module._fingerprint_code() == before
    (package / "disk" / "cache.py").write_text("pass")
    module._fingerprint_code.cache_clear()
    assert module._fingerprint_code() != before
    monkeypatch.undo()
    module._fingerprint_code.cache_clear()


def test_code_that_cannot_be_read_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bytes:
        raise FileNotFoundError

    monkeypatch.setattr(module, "_fingerprint_code", fail)
    cache = Cache(tmp_path)
    key = cache.make_key("a")
    cache.put(key, KEPT)
    assert cache.get(key, Figures) is None
    cache.save()
    assert list(tmp_path.iterdir()) == []


def test_what_is_saved_when_python_exits_is_kept(tmp_path: Path) -> None:
    keep = (
        "import atexit\nfrom pathlib import Path\nfrom mkdocs_speckit.disk.cache import Cache\n"
        "cache = Cache(Path())\natexit.register(cache.save)\nkey = cache.make_key('a')\n"
        # The file is opened, so that it has to be closed.
        "cache.put(key, 1)\ncache.save()\nassert cache.get(key, int) == 1\n"
        "cache.put(cache.make_key('b'), 2)\n"
    )
    subprocess.run([sys.executable, "-c", keep], check=True, cwd=tmp_path)
    cache = Cache(tmp_path)
    assert [cache.get(cache.make_key(name), int) for name in "ab"] == [1, 2]
    cache.save()


def test_a_value_is_made_once(tmp_path: Path) -> None:
    made = []

    def double(text: str) -> str:
        made.append(text)
        return text * 2

    for _ in range(2):
        cache = Cache(tmp_path)
        for text in ("a", "b", "\ud800"):
            assert cache.remember(partial(double, text), str, "doubled", text) == text * 2
        assert cache.remember(partial(double, "c"), str, "doubled", object()) == "cc"
        cache.save()
    assert made == ["a", "b", "\ud800", "c", "\ud800", "c"]
    assert Cache(None).remember(partial(double, "a"), str, "doubled", "a") == "aa"
    assert made[-1] == "a"


def test_a_value_is_of_each_thing_that_it_is_made_of(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    things = [("ab", "c"), ("a", "bc"), (["a", "b"], "c"), ("a", None, "bc"), ("abc",)]
    for given in things:
        assert cache.remember(partial(repr, given), str, *given) == repr(given)
    cache.save()
    for given in things:
        assert cache.remember(lambda: "made again", str, *given) == repr(given)


def test_without_sqlite_nothing_is_kept(tmp_path: Path) -> None:
    code = (
        "import sys\nsys.modules['_sqlite3'] = None\n"
        "from pathlib import Path\nfrom mkdocs_speckit.disk.cache import Cache\n"
        "from mkdocs_speckit.project import find_project\n"
        "cache = Cache(Path())\ncache.put(cache.make_key('a'), 1)\ncache.save()\n"
        "assert cache.make_key('a') == b'' and find_project(Path()).read('# A', 'a.md') is None"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert list(tmp_path.iterdir()) == []


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def overwrite(path: Path) -> None:
    path.write_bytes(b"not a database, but as long as a page of one" * 200)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def damage_pages(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def set_byte(number: int, value: int) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[number] = value
        path.write_bytes(content)

    return damage


@pytest.mark.parametrize(
    "damage",
    [cut, overwrite, empty, damage_pages, set_byte(18, 9), set_byte(19, 9), set_byte(47, 9)],
)
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    (key, *_) = put(tmp_path, KEPT, *(Figures(n, 5, "Bread" * 500) for n in range(9)))
    damage(find_file(tmp_path))
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


def test_a_text_that_is_none_is_made_again(tmp_path: Path) -> None:
    (key,) = put(tmp_path, KEPT)
    run_sql(tmp_path, "UPDATE kept SET value = CAST(x'ff00' AS TEXT)")
    assert get(tmp_path, key) is None
    put(tmp_path, KEPT)
    assert get(tmp_path, key) == KEPT


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
def test_what_lies_beside_the_file_is_not_read(tmp_path: Path, ending: str) -> None:
    """A journal that somebody else has put there could name other files, to be removed."""
    (key,) = put(tmp_path, KEPT)
    beside = find_file(tmp_path).with_name(f"kept.sqlite{ending}")
    beside.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)
    assert get(tmp_path, key) == KEPT
    assert not beside.exists()
    put(tmp_path, KEPT, KEPT)
    assert {path.name for path in (tmp_path / FOLDER).iterdir()} == {".gitignore", "kept.sqlite"}


@pytest.mark.parametrize("part", [".cache", ".cache/plugin", FOLDER, f"{FOLDER}/kept.sqlite"])
def test_a_link_is_not_followed(tmp_path: Path, part: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    if part.endswith(".sqlite"):
        elsewhere.write_text("")
    else:
        elsewhere.mkdir()
    (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / part).symlink_to(elsewhere)
    (key,) = put(tmp_path, KEPT)
    assert get(tmp_path, key) is None
    if elsewhere.is_file():
        assert elsewhere.read_text() == ""
    else:
        assert list(elsewhere.iterdir()) == []


def test_threads_may_share_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    def work(number: int) -> None:
        for each in range(60):
            key = cache.make_key(f"{number} {each}")
            cache.put(key, Figures(number, each))
            cache.get(key, Figures)
            if each % 7 == number:
                cache.save()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    cache.save()
    found = [cache.get(cache.make_key(f"{n} {m}"), Figures) for n in range(4) for m in range(60)]
    cache.save()
    assert found == [Figures(n, m) for n in range(4) for m in range(60)]


def test_another_process_has_one_for_all_that_it_is_sent(tmp_path: Path) -> None:
    one, other = (pickle.loads(pickle.dumps(Cache(tmp_path, "a"))) for _ in range(2))  # noqa: S301
    assert one is other
    assert one.make_key("b") == Cache(tmp_path, "a").make_key("b")


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
    monkeypatch.setattr(kept_file, "MAX_SECONDS", 0.1)
    (key,) = put(tmp_path, KEPT)
    with closing(sqlite3.connect(find_file(tmp_path), isolation_level=None)) as other:
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
    monkeypatch.setattr(kept_file, "MAX_BYTES", 200_000)
    values = [Figures(number, 100, "x" * 10_000) for number in range(100)]
    cache = Cache(tmp_path)
    keys = [cache.make_key(str(number)) for number in range(100)]
    for key, value in zip(keys, values, strict=True):
        cache.put(key, value)
        cache.save()
    assert [get(tmp_path, key) for key in keys[-5:]] == values[-5:]
    assert get(tmp_path, keys[0]) is None
    assert find_file(tmp_path).stat().st_size < 300_000


def test_what_is_held_before_it_is_written_is_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_HELD", 1000)
    cache = Cache(tmp_path)
    cache.put(cache.make_key("a"), Figures(1, 2, "x" * 2000))
    assert get(tmp_path, cache.make_key("a")) == Figures(1, 2, "x" * 2000)
    cache.save()
