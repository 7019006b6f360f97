"""A worker: reads one source after the other from a pipe, answers each, and ends with whoever started it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

from onrecord.settings import Settings
from onrecord.store.storable import record_line
from onrecord.workers import limits
from onrecord.workers.channel import Channel
from onrecord.workers.preparing import prepared_line
from onrecord.workers.protocol import OUT_OF_MEMORY, PAGES_A_WORKER, source_of
from onrecord.workers.reading import Reading, Task, read_source


def main() -> None:
    """Serve until the pipe closes, the memory runs out, or it is time for a fresh process."""
    channel = _private_channel()
    try:
        _serve(channel)
    except EOFError:
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # nothing more can be done in a process without memory


def _serve(channel: Channel) -> None:
    head = json.loads(channel.receive())
    settings = Settings(**head["settings"])
    task: Task = head["task"]
    kept = limits.bind(settings, head["parent"])
    channel.send(json.dumps({"limits": kept}).encode())
    for nth in range(1, PAGES_A_WORKER + 1):
        source = source_of(channel.receive(), channel.receive())
        limits.bound_seconds(settings.max_seconds)
        reading = read_source(source, settings, task)
        last = nth == PAGES_A_WORKER or limits.memory_in_use() > settings.max_memory // 2
        _answer(channel, reading, last=last)
        if last:
            return


def _answer(channel: Channel, reading: Reading, *, last: bool) -> None:
    lines = [record_line(record)[1].encode() for record in reading.records]
    refused = asdict(reading.refused) if reading.refused else None
    prepared = [prepared_line(one) for one in reading.prepared]
    counts = {"records": len(lines), "prepared": len(prepared)}
    answer = {**counts, "texts": reading.texts, "refused": refused, "last": last}
    channel.send(json.dumps(answer).encode())
    for line in (*lines, *prepared):
        channel.send(line)


def _private_channel() -> Channel:
    """Return the channel of standard input and output, and let nothing else write between its frames."""
    channel = Channel(os.dup(0), os.dup(1))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return channel


if __name__ == "__main__":
    main()
