"""What there is to read: every file once, in a fixed order, before the first is read."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError, UnreadableError
from onrecord.ledger import open_ledger
from onrecord.read import SourceRef, find_sources, load_source
from onrecord.read.sources import printable
from onrecord.settings import DEFAULT, Settings
from onrecord.store.storable import storable_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/z.html", "a/c.txt", ".hidden/x.txt", "a/.x.txt", "d.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"words of {name}")
    return tmp_path


def names(paths: list[Path], folder: Path, settings: Settings = DEFAULT) -> list[str]:
    return [os.path.relpath(ref.path, folder) for ref in find_sources(paths, settings)]


def test_folders_are_searched_in_sorted_order_without_hidden_entries(folder: Path) -> None:
    assert names([folder], folder) == ["a/c.txt", "a/z.html", "b.txt", "d.txt"]


def test_named_files_come_first_come_once_and_may_be_hidden(folder: Path) -> None:
    paths = [folder / "d.txt", folder / "a" / ".x.txt", folder, folder / "a" / ".." / "b.txt"]
    assert names(paths, folder) == ["d.txt", "a/.x.txt", "a/c.txt", "a/z.html", "b.txt"]


def test_links_in_a_circle_end(folder: Path) -> None:
    (folder / "a" / "up").symlink_to(folder)
    (folder / "a" / "dead").symlink_to(folder / "nowhere")
    assert "b.txt" in [Path(name).name for name in names([folder], folder)]
    assert len(names([folder], folder)) == 5


def test_a_link_that_leads_nowhere_is_listed_and_has_vanished(folder: Path) -> None:
    (folder / "a" / "dead").symlink_to(folder / "nowhere")
    dead = next(ref for ref in find_sources([folder]) if ref.path.endswith("dead"))
    with pytest.raises(UnreadableError) as refused:
        load_source(dead)
    assert refused.value.reason == "vanished"


@pytest.mark.parametrize("path", ["nowhere.txt", "b.txt/c", "a\0b"])
def test_a_path_that_does_not_exist_is_an_input_error(folder: Path, path: str) -> None:
    with pytest.raises(InputError, match="does not exist; check the spelling"):
        find_sources([folder / path])


def test_a_folder_without_files_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "empty" / "inner").mkdir(parents=True)
    with pytest.raises(InputError, match="holds no files"):
        find_sources([tmp_path / "empty"])


def test_loading_takes_the_bytes_and_knows_no_time_of_capture(folder: Path) -> None:
    source = load_source(find_sources([folder / "b.txt"])[0])
    assert (source.data, source.path) == (b"words of b.txt", str(folder / "b.txt"))
    assert (source.fetched, source.media_type, source.url) == (None, None, None)


def test_what_cannot_be_loaded_says_why(folder: Path) -> None:
    refs = {
        "vanished": SourceRef("gone.txt", folder / "gone.txt"),
        "too-large": SourceRef("b.txt", folder / "b.txt"),
        "no-permission": SourceRef("a", folder / "a"),
    }
    for reason, ref in refs.items():
        with pytest.raises(UnreadableError) as refused:
            load_source(ref, Settings(max_bytes=5))
        assert refused.value.reason == reason
        assert str(refused.value).count(ref.path) >= 1


def test_permission_denied_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the system's refusal is played."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    ref = find_sources([folder / "b.txt"])[0]
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableError) as refused:
        load_source(ref)
    assert refused.value.reason == "no-permission"


def test_a_folder_that_cannot_be_listed_is_counted_or_raised(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Path.iterdir

    def refuse(path: Path) -> object:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert names([folder], folder) == ["a", "b.txt", "d.txt"]
    with pytest.raises(InputError, match="cannot be looked at"):
        find_sources([folder], Settings(strict=True))


@pytest.fixture
def no_files(tmp_path: Path) -> Iterator[dict[str, Path]]:
    """A folder with a named pipe that nobody writes to, a socket and a link to a device."""
    with socket.socket(socket.AF_UNIX) as listening:
        os.mkfifo(tmp_path / "pipe")
        listening.bind(str(tmp_path / "socket"))
        (tmp_path / "device").symlink_to("/dev/zero")
        yield {"named pipe": tmp_path / "pipe", "socket": tmp_path / "socket", "device": tmp_path / "device"}


def test_what_is_no_file_in_a_folder_is_refused_with_a_row_and_not_opened(no_files: dict[str, Path]) -> None:
    folder = no_files["socket"].parent
    with open_ledger(folder / "ledger.db", create=True) as ledger:
        report = ledger.add(folder, settings=Settings(jobs=0))
        assert (report.seen, report.refused) == (3, 3)
        gaps = {gap.path: gap.problem for gap in ledger.gaps()}
    assert {path: gap.reason for path, gap in gaps.items()} == {str(p): "not-a-file" for p in no_files.values()}
    for kind, path in no_files.items():
        assert f"is a {kind}, not a file, and was not opened; save" in gaps[str(path)].message
        with pytest.raises(UnreadableError, match="not a file"):
            load_source(SourceRef(str(path), path))


def test_what_is_no_file_is_an_input_error_where_it_is_named(no_files: dict[str, Path]) -> None:
    for kind, path in no_files.items():
        with pytest.raises(InputError, match=f"{path} is a {kind}, not a file"):
            find_sources([path])


def test_a_pipe_that_a_shell_has_opened_is_read() -> None:
    """As `onrecord add <(command)` names it."""
    out, into = os.pipe()
    os.write(into, b"words")
    os.close(into)
    (ref,) = find_sources([f"/dev/fd/{out}"])
    assert load_source(ref).data == b"words"
    os.close(out)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such names")
def test_names_that_are_no_text_are_paths_of_their_own_and_are_read(tmp_path: Path) -> None:
    """Each name is given with how it is shown; also those that look like what another one is shown as."""
    shown = {
        b"\xff.txt": "\\xff.txt",
        b"\xfe.txt": "\\xfe.txt",
        b"\\xff.txt": "\\x5cxff.txt",
        b"\\x5cxff.txt": "\\x5cx5cxff.txt",
        b"a\\b\\x41.txt": "a\\b\\x41.txt",
        "ÿ.txt".encode(): "ÿ.txt",
    }
    for name in shown:
        (tmp_path / os.fsdecode(name)).write_bytes(name)
    found = {load_source(ref).data: Path(ref.path).name for ref in find_sources([tmp_path])}
    assert found == shown


@given(st.lists(st.text("\\x5cf\udcff\udc80ÿ", min_size=1), min_size=2, max_size=2, unique=True))
def test_no_two_names_are_shown_alike(names: list[str]) -> None:
    one, other = (printable(Path(name)) for name in names)
    assert one != other
    assert storable_text(one) == one


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such names")
def test_a_page_whose_name_is_no_text_is_found_by_its_name_and_as_it_is_shown(tmp_path: Path) -> None:
    files = [tmp_path / os.fsdecode(name) for name in (b"\xff.txt", b"\xfe.txt")]
    for number, file in enumerate(files):
        file.write_text(f"The strait was calm on day {number}.\n")
    with open_ledger(tmp_path / "ledger.db", create=True) as ledger:
        ledger.add(files, settings=Settings(jobs=0))
        for number, file in enumerate(files):
            assert f"day {number}" in ledger.record(str(file)).text == ledger.record(printable(file)).text
