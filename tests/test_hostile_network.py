"""No command opens a connection that nobody asked for: proven with an audit hook that forbids it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "strait.txt"

SCRIPT = """
import sys
from pathlib import Path

REACHES = {
    "socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr", "urllib.Request", "ftplib.connect", "http.client.connect", "smtplib.connect",
}
tried = []

def forbid(event, arguments):
    if event in REACHES:
        tried.append(event)
        raise PermissionError(f"{event}{arguments} without being asked")

sys.addaudithook(forbid)

from fastapi.testclient import TestClient

import newsledger
from newsledger.apps.cli import cli
from newsledger.apps.web import create_app
from newsledger.ledger import Ledger
from newsledger.ledger.browse import Browser

example, folder = sys.argv[1], Path(sys.argv[2])
ledger = str(folder / "ledger")

def command(*arguments):
    cli.main(list(map(str, arguments)), standalone_mode=False)

command("code", example, "--ledger", ledger, "--date", "2031-03-12", "--quiet")
command("query", "select count(*) from event_mentions", "--ledger", ledger)
command("export", "csv", "--ledger", ledger, "--output", folder / "mentions.csv")
command("report", "--ledger", ledger, "--output", folder / "report.html")
command("events", "--ledger", ledger)
command("verify", ledger)
newsledger.code("Kenya met Uganda in Nairobi.")._repr_html_()
app = create_app(Browser(Ledger(ledger), folder=folder / "cache"))
with TestClient(app, base_url="http://127.0.0.1") as web:
    for address in ("/", "/event-mentions", "/events", "/map", "/sql?q=select+1"):
        assert web.get(address).status_code == 200, address
assert not tried, tried
import socket
try:
    socket.create_connection(("127.0.0.1", 9))
except PermissionError:
    print("nothing was tried, and a try is noticed")
"""


def test_nothing_reaches_for_the_network_unless_it_is_asked(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(EXAMPLE), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("nothing was tried, and a try is noticed\n")
    assert (tmp_path / "report.html").stat().st_size > 1000
