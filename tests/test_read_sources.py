"""What there is to read: every file once, in a fixed order, before the first is read."""

import os
import sys
from pathlib import Path

import pytest

from onrecord.errors import InputError, UnreadableError
from onrecord.read import SourceRef, find_sources, load_source
from onrecord.settings import DEFAULT, Settings


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


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such names")
def test_a_name_that_is_no_text_is_printed_with_replacements_and_still_read(tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(file, "wb") as stream:  # noqa: PTH123 # a Path cannot be made from bytes
        stream.write(b"words")
    ref = find_sources([tmp_path])[0]
    assert ref.path.endswith("\ufffd.txt")
    assert load_source(ref).data == b"words"
