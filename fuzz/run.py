"""Runs the targets under atheris, guided by coverage.

Usage: python -m fuzz.run [NAME …] [--seconds N] [--corpus DIR] [--seed N]

Each target runs in a process of its own for so many seconds, from its seeds and from what earlier runs kept under
``DIR/NAME``. An exception does not end a run: each kind of it, told apart by where it was raised, is kept once in
``DIR/NAME-found``, the input beside its traceback. The exit code is 1 when a target found something.
``python -m fuzz.run NAME --replay FILE`` runs one input without atheris.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

TARGETS = ("ingest", "pages", "feeds", "words", "articles", "tables", "gold", "others", "serve", "sql")
LONGEST_INPUT = 8192
SLOW = 20
"""Seconds that one input may take; so small an input takes milliseconds, on a busy machine too."""
MEMORY_MB = 3000


def main() -> int:
    """Run the targets, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--seed", type=int, default=0, help="0 draws one")
    parser.add_argument("--replay", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := set(given.names) - set(TARGETS):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    if given.replay:
        target(given.names[0]).one(given.replay.read_bytes())
        return 0
    if given.inside:
        fuzz(given.names[0], seconds=given.seconds, corpus=given.corpus, seed=given.seed)
        return 0
    return run_all(given.names or TARGETS, given)


def target(name: str) -> ModuleType:
    """Return the module of a target: ``one(data)``, ``seeds()`` and perhaps a ``DICTIONARY``."""
    return importlib.import_module(f"fuzz.{name}")


def run_all(names: list[str] | tuple[str, ...], given: argparse.Namespace) -> int:
    """Run each target in a process of its own; a crash of one does not end the others."""
    try:
        import atheris  # noqa: F401
    except ImportError:
        print("skipped: atheris is not installed (pip install atheris; Linux and macOS only)")
        return 0
    failed = []
    for name in names:
        print(f"== {name}, {given.seconds} s", flush=True)
        command = [sys.executable, "-m", "fuzz.run", name, "--inside", "--seconds", str(given.seconds)]
        command += ["--corpus", str(given.corpus), "--seed", str(given.seed)]
        found = given.corpus / f"{name}-found"
        before = set(found.glob("*"))
        code = subprocess.run(command, check=False).returncode
        if code or set(found.glob("*")) - before:
            failed.append(name)
    print("found something: " + ", ".join(failed) if failed else "nothing found")
    return 1 if failed else 0


def fuzz(name: str, *, seconds: int, corpus: Path, seed: int) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["newsledger"]):
        module = target(name)
        module.one(b"")  # readers import late; what is imported now is instrumented
        for data in module.seeds():
            module.one(data)
    kept, found = corpus / name, corpus / f"{name}-found"
    for place in (kept, found):
        place.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(module.seeds()):
        (kept / f"seed-{number}").write_bytes(data)
    options = [
        str(kept), f"-max_total_time={seconds}", f"-max_len={LONGEST_INPUT}", f"-timeout={SLOW}", f"-seed={seed}",
        f"-rss_limit_mb={MEMORY_MB}", f"-artifact_prefix={found}{os.sep}", "-print_final_stats=1", "-verbosity=1",
    ]  # fmt: skip
    if words := getattr(module, "DICTIONARY", ()):
        options.append(f"-dict={_dictionary(corpus / f'{name}.dict', words)}")
    atheris.Setup([sys.argv[0], *options], _keeping(module.one, found))
    atheris.Fuzz()


def _keeping(one: Callable[[bytes], None], place: Path) -> Callable[[bytes], None]:
    """Run a target, and keep the first input of each kind of exception."""

    def kept(data: bytes) -> None:
        try:
            one(data)
        except Exception as error:  # whatever it is, it is what is looked for
            frames = traceback.extract_tb(error.__traceback__)
            key = f"{type(error).__name__}:" + ",".join(f"{f.filename}:{f.lineno}" for f in frames[-3:])
            name = hashlib.sha256(key.encode()).hexdigest()[:12]
            if not (place / name).exists():
                (place / name).write_bytes(data)
                told = traceback.format_exc()
                (place / f"{name}.txt").write_text(told, encoding="utf-8", errors="backslashreplace")
                print(told, flush=True)

    return kept


def _dictionary(path: Path, words: tuple[bytes, ...]) -> Path:
    escaped = ("".join(f"\\x{byte:02x}" for byte in word) for word in words)
    path.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
    return path


if __name__ == "__main__":
    sys.exit(main())
