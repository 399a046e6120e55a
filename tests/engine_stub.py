"""A coder that costs nothing, for tests of engines; what it does with a page stands in the page."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from newsledger.records import Document, DocumentCoding, coding_id
from tests.builders import coding


@dataclass(frozen=True)
class StubCoder:
    """Codes each page as one event; "crash" ends the process, "hang" never ends, "fail" is an error,
    "signal-15" sends its parent a signal unless ``CALM`` is set.
    """

    name: str = "stub"

    def coding_id(self, document: Document) -> str:
        return coding_id(document, self.name)

    def code(self, document: Document) -> DocumentCoding:
        words = set(document.text.split())
        if "crash" in words:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hang" in words:
            while True:
                time.sleep(60)
        for number in (signal.SIGINT, signal.SIGTERM):
            if f"signal-{int(number)}" in words and "CALM" not in os.environ:
                os.kill(os.getppid(), number)
        if "fail" in words:
            raise RecursionError("too deep")
        return coding(document, coder=self.name)


@dataclass(frozen=True)
class LoadStub:
    """Loads it in a worker."""

    name: str = "stub"

    def __call__(self) -> StubCoder:
        return StubCoder(self.name)
