"""Workers: what they read is what this process reads, and whatever ends one costs one page at most."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import workers
from onrecord.errors import WorkerError
from onrecord.lang import get_language
from onrecord.model import Source
from onrecord.settings import Settings
from onrecord.workers import Here, Reading, Task, Team, read_source
from onrecord.workers import team as team_module
from onrecord.workers.channel import Channel
from onrecord.workers.preparing import prepare
from onrecord.workers.team import cores, open_reader
from onrecord.workers.trial import try_limits
from onrecord.workers.worker import Worker, WorkerEndedError

NOTED = Source(
    data=b"Mara Velt said it rained.\n",
    path="odd.txt",
    url="https://example.org/x",
    fetched="2031-03-07T10:00:00Z",
    media_type="text/plain",
)
GOOD = Source(
    data=b"Varland denies it\n\nPresident Tomas Ardel said on Monday that his navy had not fired.\n",
    path="good.txt",
)
LONG = Source(
    data="".join(f"Mara Velt said ship {n} had sunk.\n\n" for n in range(45_000)).encode(), path="long.txt"
)
"""Takes a worker many seconds."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers need POSIX pipes")


def started(settings: Settings) -> Worker:
    """Return a worker that waits for its first page."""
    worker = Worker(settings)
    worker.begin()
    return worker


def is_running(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.fixture
def pipes() -> Iterator[tuple[Channel, Channel]]:
    """Two channels that face each other."""
    (near_in, far_out), (far_in, near_out) = os.pipe(), os.pipe()
    near, far = Channel(near_in, near_out), Channel(far_in, far_out)
    yield near, far
    near.close()
    far.close()


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_frames_arrive_as_they_were_sent(frames: list[bytes]) -> None:
    reads, writes = os.pipe()
    channel = Channel(reads, writes)
    try:
        for frame in frames:
            channel.send(frame)
        assert [channel.receive() for _ in frames] == frames
    finally:
        channel.close()


def test_a_frame_larger_than_a_pipe_holds_arrives(pipes: tuple[Channel, Channel]) -> None:
    near, far = pipes
    frame = os.urandom(3_000_000)
    thread = threading.Thread(target=near.send, args=(frame,))
    thread.start()
    assert far.receive() == frame
    thread.join()


def test_silence_and_deafness_end_at_the_deadline(pipes: tuple[Channel, Channel]) -> None:
    near, _ = pipes
    with pytest.raises(TimeoutError):
        near.receive(time.monotonic() + 0.01)
    with pytest.raises(TimeoutError):
        near.send(bytes(3_000_000), time.monotonic() + 0.01)


def test_what_is_no_frame_and_a_closed_pipe_are_told() -> None:
    reads, writes = os.pipe()
    os.write(writes, b"\xff\xff\xff\xff no frame")
    os.close(writes)
    channel = Channel(reads, os.open(os.devnull, os.O_WRONLY))
    with pytest.raises(EOFError, match="no frame"):
        channel.receive()
    with pytest.raises(EOFError, match="gone"):
        channel._exactly(100, None)
    channel.close()


def test_a_worker_reads_what_this_process_reads_and_sets_its_limits() -> None:
    settings = Settings(jobs=1)
    binary = Source(data=b"%PDF-1.7\n" + bytes(99), path="scan.pdf")
    worker = started(settings)
    try:
        sources = (GOOD, binary, NOTED, GOOD)
        assert [worker.read(source) for source in sources] == [read_source(source, settings) for source in sources]
        if sys.platform.startswith("linux"):
            assert set(worker.limits) == {"memory", "seconds", "parent"}
    finally:
        worker.end()


def test_a_worker_prepares_what_the_passes_would_take_from_each_page_themselves() -> None:
    settings = Settings(jobs=1)
    worker = Worker(settings, "prepared")
    worker.begin()
    try:
        reading = worker.read(GOOD)
    finally:
        worker.end()
    assert reading.records
    assert reading.prepared == tuple(prepare(record, get_language("en")) for record in reading.records)
    assert all(one.sketch for one in reading.prepared)


def test_a_page_that_computes_too_long_ends_its_worker() -> None:
    worker = started(Settings(max_seconds=1))
    with pytest.raises(WorkerEndedError) as ended:
        worker.read(LONG)
    assert ended.value.cause == "timed-out"
    assert worker.done


def test_a_worker_that_does_not_answer_is_ended() -> None:
    worker = started(Settings(max_wall_seconds=0.2))
    os.kill(worker._process.pid, signal.SIGSTOP)
    with pytest.raises(WorkerEndedError) as ended:
        worker.read(LONG)
    assert ended.value.cause == "timed-out"
    assert not is_running(worker._process.pid)


def test_a_page_that_takes_too_much_memory_ends_its_worker() -> None:
    worker = started(Settings(max_memory=80 * 2**20, max_seconds=60))
    with pytest.raises(WorkerEndedError) as ended:
        worker.read(LONG)
    assert ended.value.cause in {"out-of-memory", "crashed"}


@pytest.mark.parametrize(
    ("number", "cause"), [(signal.SIGSEGV, "crashed"), (signal.SIGABRT, "crashed"), (signal.SIGKILL, "killed")]
)
def test_a_worker_that_crashes_says_by_what(number: signal.Signals, cause: str) -> None:
    worker = started(Settings())
    os.kill(worker._process.pid, number)
    with pytest.raises(WorkerEndedError, match=number.name) as ended:
        worker.read(GOOD)
    assert ended.value.cause == cause


def test_a_page_is_refused_after_it_ended_two_workers_and_the_next_is_read() -> None:
    with Team(Settings(max_seconds=1), jobs=1) as team:
        first, second = team.submit(LONG), team.submit(GOOD)
        refused = first().refused
        assert refused is not None
        assert refused.reason == "timed-out"
        assert "two worker processes" in refused.message
        assert "--retry" in refused.message
        assert second() == read_source(GOOD, Settings())


def test_a_worker_that_is_killed_from_outside_costs_nothing() -> None:
    settings = Settings()
    with Team(settings, jobs=1) as team:
        assert team.submit(GOOD)().records
        (worker,) = team._workers
        os.kill(worker._process.pid, signal.SIGKILL)
        assert team.submit(GOOD)() == read_source(GOOD, settings)
        assert worker not in team._workers


def test_leaving_ends_workers_whatever_they_are_at() -> None:
    with Team(Settings(), jobs=2) as team:
        team.submit(GOOD)()
        team.submit(LONG)
        team.submit(LONG)
        pids = [worker._process.pid for worker in team._workers]
    assert pids
    assert not any(is_running(pid) for pid in pids)
    with pytest.raises(RuntimeError):
        team.submit(GOOD)


def test_a_worker_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Team(Settings(), jobs=1) as team, pytest.raises(WorkerError, match="could be started"):
        team.submit(GOOD)()
    monkeypatch.setattr(sys, "executable", "/bin/false" if Path("/bin/false").exists() else "/usr/bin/false")
    with Team(Settings(), jobs=1) as team, pytest.raises(WorkerError, match="onrecord doctor"):
        team.submit(GOOD)()


PARENT = """
import sys, time
from onrecord.settings import Settings
from onrecord.workers.trial import try_limits
from onrecord.workers.worker import Worker
worker = Worker(Settings())
worker.begin()
print(worker._process.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
def test_no_worker_outlives_the_process_that_started_it() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_running(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(200):
        if not is_running(pid):
            return
        time.sleep(0.05)
    pytest.fail("The worker outlived its parent by ten seconds.")


def test_the_settings_say_who_reads() -> None:
    assert isinstance(open_reader(Settings(jobs=0)), Here)
    for settings, jobs in ((Settings(), cores()), (Settings(jobs=3), 3)):
        reader = open_reader(settings)
        assert isinstance(reader, Team)
        assert reader._threads._max_workers == jobs
        with reader:
            pass


def test_without_memory_this_process_refuses_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(_source: Source, _settings: Settings, _task: Task) -> Reading:
        raise MemoryError

    monkeypatch.setattr(team_module, "read_source", exhausted)
    with Here(Settings(jobs=0)) as here:
        refused = here.submit(GOOD)().refused
    assert refused is not None
    assert refused.reason == "out-of-memory"


def test_a_fault_of_our_own_costs_one_page_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(workers.reading, "make_record", faulty)
    refused = read_source(GOOD, Settings()).refused
    assert refused is not None
    assert refused.reason == "failed"
    assert "ZeroDivisionError: by nought" in refused.message


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems keep fewer limits")
def test_trying_the_limits_finds_that_linux_keeps_all() -> None:
    assert try_limits() == {"memory": True, "seconds": True, "parent": True}


def test_a_limit_that_does_not_hold_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/true" if Path("/bin/true").exists() else "/usr/bin/true")
    assert try_limits() == {"memory": True, "seconds": False, "parent": True}
    monkeypatch.setattr(sys, "executable", "/bin/false" if Path("/bin/false").exists() else "/usr/bin/false")
    assert not any(try_limits().values())
