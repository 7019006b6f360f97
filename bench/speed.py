"""Words a second on one core: the readers of onrecord and a peer, over the same articles in the same run.

    python bench/speed.py --data ../shared/data/attribution [--peer PYTHON]

PYTHON is the interpreter of an environment with textacy and a model of spaCy's; its finder of direct quotations is
run there on each paragraph. Models are loaded before the clock starts; what loading takes and the most memory held
stand beside. Processor time of one process on one thread.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from onrecord import read_page
from onrecord.actors import update
from onrecord.lang import get_language
from onrecord.mentions import resolve
from onrecord.model import Source
from onrecord.record import find_in
from onrecord.settings import Reader
from onrecord.statements import join
from onrecord.store import SqliteStore
from onrecord.tagger import tag
from onrecord.text import line_spans

PEER = """
import json, sys, time
import spacy, textacy.extract
start = time.process_time()
nlp = spacy.load(sys.argv[1])
loaded = time.process_time() - start
texts = json.load(sys.stdin)
start, found, failed = time.process_time(), 0, 0
for text in texts:
    for line in text.splitlines():
        if line.strip():
            try:
                found += sum(1 for _ in textacy.extract.direct_quotations(nlp(line)))
            except ValueError:
                failed += 1
print(json.dumps([loaded, time.process_time() - start, found, failed]))
"""


def timed(work: Callable[[str], int], texts: list[str]) -> tuple[float, int]:
    """Return the seconds of processor time that some work takes on texts, and how much it found."""
    start = time.process_time()
    found = sum(work(text) for text in texts)
    return time.process_time() - start, found


def tagging(reader: Reader) -> Callable[[str], int]:
    """Return the work of finding candidates alone."""
    return lambda text: len(tag(text, tuple(line_spans(text)), get_language("en"), reader)[0])


def pipeline(reader: Reader) -> Callable[[str], int]:
    """Return the work of finding statements, with who, when and how."""
    return lambda text: len(find_in(text, tuple(line_spans(text)), None, get_language("en"), reader)[0])


def who_is_meant(texts: list[str]) -> tuple[float, float, float]:
    """Return the seconds that the tagger, who is meant on each page, and who is meant across pages take."""
    language = get_language("en")
    start = time.process_time()
    tagged = [tag(text, tuple(line_spans(text)), language, "full")[0] for text in texts]
    tagging_took = time.process_time() - start
    pages = [(text, tuple(line_spans(text))) for text in texts]
    joined = [join(*page, candidates)[0] for page, candidates in zip(pages, tagged, strict=True)]
    start = time.process_time()
    for page, statements in zip(pages, joined, strict=True):
        resolve(*page, statements, language)
    on_pages = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder, "speed.db"), create=True)
        for nth, text in enumerate(texts):
            source = Source(data=text.encode(), path=f"{nth}.txt")
            store.put_page(source, read_page(source.data), "2031-04-01T00:00:00+00:00")
        start = time.process_time()
        update(store)
        across = time.process_time() - start
        store.close()
    return tagging_took, on_pages, across


def main() -> None:
    """Time everything and print a table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True, help="the folder with polnear-dev.jsonl")
    options.add_argument("--peer", help="the interpreter of an environment with textacy")
    options.add_argument("--peer-model", default="en_core_web_sm", help="the name of spaCy's model there")
    given = options.parse_args()
    lines = (given.data / "polnear-dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {words:,} words; words a second of processor time")
    for reader in reversed(get_args(Reader)):
        loading, _ = timed(tagging(reader), ["Ada Brandt said on Thursday that no shells were sent."])
        for name, work in (("tagging and linking", tagging(reader)), ("whole pipeline", pipeline(reader))):
            seconds, found = timed(work, texts)
            print(f"  {reader:5} {name:20} {words / seconds:9,.0f}   found {found:,}")
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {reader:5} loads in {loading:.2f} s, holds {held:.0f} MiB at most")
    tagger, on_pages, across = who_is_meant(texts)
    print(f"  the tagger {tagger:.1f} s; who is meant: on each page {on_pages:.1f} s, across pages {across:.1f} s")
    if given.peer:
        command = [given.peer, "-c", PEER, given.peer_model]
        texts_in = json.dumps(texts).encode()
        done = subprocess.run(command, input=texts_in, capture_output=True, check=True)  # noqa: S603 - the user's
        loaded, seconds, found, failed = json.loads(done.stdout)
        print(
            f"  textacy, direct quotations {words / seconds:9,.0f}   found {found:,}, {failed} paragraphs failed"
        )
        print(f"  textacy loads in {loaded:.2f} s")


if __name__ == "__main__":
    main()
