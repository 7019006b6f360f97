"""Runs of `onrecord add` that are disturbed from outside, and what must be true of the ledger afterwards."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ONRECORD = (sys.executable, "-P", "-m", "onrecord")


def start_add(ledger: Path, pages: Path, *, jobs: int, reader: str = "full") -> subprocess.Popen[bytes]:
    """Start adding a folder; the process is the driver and the one writer."""
    arguments = [*ONRECORD, "-l", str(ledger), "add", "--reader", reader, "--jobs", str(jobs), str(pages)]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def add(ledger: Path, pages: Path, *, jobs: int, reader: str = "full") -> dict[str, int]:
    """Add a folder undisturbed and return the report."""
    arguments = [
        *ONRECORD,
        "-l",
        str(ledger),
        "add",
        "--json",
        "--reader",
        reader,
        "--jobs",
        str(jobs),
        str(pages),
    ]
    done = subprocess.run(arguments, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr.decode()
    report: dict[str, int] = json.loads(done.stdout)
    assert report["seen"] == report["read"] + report["partly"] + report["refused"] + report["unchanged"]
    return report


def export(ledger: Path, folder: Path) -> dict[str, bytes]:
    """Export a ledger as CSV and return each table's bytes, less the column that says when a capture was added."""
    arguments = [*ONRECORD, "-l", str(ledger), "export", "csv", "--out", str(folder)]
    subprocess.run(arguments, check=True, capture_output=True)
    tables = {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
    captures = csv.reader(tables["captures.csv"].decode("utf-8-sig").splitlines())
    tables["captures.csv"] = repr([row[:-1] for row in captures]).encode()
    return tables


def verify(ledger: Path) -> None:
    """Prove a ledger.

    Raises:
        AssertionError: Something in it is not proved.
    """
    done = subprocess.run([*ONRECORD, "-l", str(ledger), "verify"], capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def alive(pids: list[int]) -> list[int]:
    """Return those that still run."""
    return [pid for pid in pids if Path(f"/proc/{pid}").exists() and _state(pid) != "Z"]


def kill_driver(process: subprocess.Popen[bytes], chance: random.Random, number: int, *, after: float) -> bool:
    """End the driver by a signal after a while; tell whether it ran until then. No worker may outlive it."""
    deadline = time.monotonic() + chance.uniform(0, after)
    workers: set[int] = set()
    while time.monotonic() < deadline and process.poll() is None:
        workers.update(children(process.pid))
        time.sleep(0.01)
    workers.update(children(process.pid))
    ran = process.poll() is None
    if ran:
        process.send_signal(number)
    process.wait()
    _until(lambda: not alive(list(workers)), "A worker outlived the driver.")
    return ran


def kill_workers(process: subprocess.Popen[bytes], chance: random.Random, times: int, *, every: float) -> int:
    """End random workers of a running driver with SIGKILL; return how many were ended."""
    ended = 0
    while ended < times and process.poll() is None:
        time.sleep(chance.uniform(0, every))
        workers = children(process.pid)
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
            ended += 1
    process.wait()
    return ended


def left_over(folder: Path, ledger: Path) -> list[str]:
    """Return what lies in a ledger's folder beside it once it has been opened and closed again."""
    return sorted(file.name for file in folder.iterdir() if file != ledger)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def _until(true: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.02)
