"""Gather the pages of the site: those of ``docs/``, some of the repo's own, and what is made from the code."""

from __future__ import annotations

import os
import re
import shutil
from html import escape
from pathlib import Path, PurePosixPath

from docs.making.reference import MADE

ROOT = Path(__file__).parent.parent.parent

PAGES = {
    "ARCHITECTURE.md": "project/architecture.md",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "LICENSES-DATA.md": "project/licences-of-data.md",
    "SECURITY.md": "project/security.md",
    "training/MODEL_CARD.md": "project/model-card.md",
}
"""Pages of the repo that the site has too, with their place on it."""

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?(?=\))")
_WHOLE = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<path>[^)#\s]+)(?:#[^)\s]*)?\)")
_MADE = re.compile(r"^<!-- made: (?P<name>[a-z]+) -->$", re.MULTILINE)
_PIPED = re.compile(r"`([^`\n]*\\\|[^`\n]*)`")
"""Code with a pipe in a table: the site's Markdown would print the backslash that GitHub's needs."""
_FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)


def gather(folder: Path) -> None:
    """Write all pages of the site into a folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        ROOT / "docs", folder, ignore=lambda at, names: {"making"} & set(names) if Path(at) == ROOT / "docs" else set()
    )
    shutil.copytree(ROOT / "examples", folder / "examples")
    for page in sorted((ROOT / "docs").rglob("*.md")):
        _write(page.relative_to(ROOT).as_posix(), folder)
    for name in PAGES:
        if (ROOT / name).exists():
            _write(name, folder)


def _write(name: str, folder: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    parts = _FENCE.split(text)
    parts[::2] = [relink(part, name) for part in parts[::2]]
    text = _MADE.sub(lambda found: MADE[found["name"]](), "".join(parts))
    text = _PIPED.sub(lambda found: f"<code>{escape(found[1]).replace(chr(92) + '|', '&#124;')}</code>", text)
    target = folder / place(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def place(name: str) -> str:
    """Return where a file of the repo stands on the site."""
    return PAGES.get(name) or name.removeprefix("docs/")


def relink(text: str, name: str) -> str:
    """Return a page's text with its links as they are on the site; a link to what the site lacks becomes its words."""
    here = PurePosixPath(name).parent

    def moved(found: re.Match[str]) -> str:
        target = os.path.normpath(here / found["path"])
        if target.startswith(("docs/", "examples/")) or target in PAGES:
            return os.path.relpath(place(target), PurePosixPath(place(name)).parent) + (found["anchor"] or "")
        return found[0]

    def kept(found: re.Match[str]) -> str:
        lost = not re.match(r"[a-z]+:", found["path"]) and not _on_site(os.path.normpath(here / found["path"]))
        return found["words"] if lost else found[0]

    return _LINK.sub(moved, _WHOLE.sub(kept, text))


def _on_site(target: str) -> bool:
    return (target.startswith(("docs/", "examples/")) or target in PAGES) and not (ROOT / target).is_dir()
