"""The command line as a person and a script meet it: what is said, where, and with which exit status."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefbook import __version__, cli
from briefbook.cli import main
from briefbook.model.diagnostics import RULES
from briefbook.shell.terminal import describe_progress
from briefbook.shell.usage import FORMATS

ROOT = Path(__file__).parents[1]
COMMANDS = ("new", "ingest", "build", "serve", "check", "annotate", "adopt", "export", "zip", "explain", "clean")


class Said:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs a command in this process."""

    def run(*arguments: object) -> Said:
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as left:
            status = int(left.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(status, said.out, said.err)

    return run


def execute(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}  # type: ignore[dict-item]
    command = [sys.executable, "-m", "briefbook", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False, **more
    )  # type: ignore[call-overload, no-any-return]


# Help and usage


def test_without_a_command_help_is_shown_and_the_usage_is_wrong(run: Callable[..., Said]) -> None:
    said = run()
    assert said.status == 2
    assert all(command in said.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(run: Callable[..., Said], command: str) -> None:
    said = run(command, "--help")
    assert said.status == 0
    assert f"briefbook {command}" in said.out
    assert "examples:" in said.out
    assert "--project" in said.out
    assert max(map(len, said.out.splitlines())) <= 130


def test_the_version(run: Callable[..., Said]) -> None:
    assert run("--version").out == f"briefbook {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["bild"], "did you mean `build`?"),
        (["build", "--opne"], "--help"),
        (["build", "-j", "many"], "no number"),
        (["annotate"], "FILE"),
        (["annotate", "x.txt", "--date", "yesterday"], "YYYY-MM-DD"),
        (["adopt", "animal", "cat"], "KIND"),
        (["explain", "merge-conflct"], "did you mean `merge-conflict`?"),
    ],
)
def test_wrong_usage_says_what_is_right(run: Callable[..., Said], arguments: list[str], hint: str) -> None:
    said = run(*arguments)
    assert said.status == 2
    assert said.out == ""
    assert hint in said.err


@pytest.mark.parametrize("command", ["ingest", "build", "serve", "check", "zip", "clean"])
def test_where_there_is_no_book_the_way_to_one_is_shown(run: Callable[..., Said], here: Path, command: str) -> None:
    said = run(command)
    assert said.status == 2
    assert "briefbook new" in said.err
    assert list(here.iterdir()) == []


def test_a_message_without_a_hint_of_its_own_says_what_its_rule_advises_once(
    run: Callable[..., Said], book: Path
) -> None:
    for name in ("one.txt", "two.txt"):
        (book / "seeds" / name).write_text("")
    said = run("check", "--project", book).out
    assert said.count("the clipping is empty") == 2
    assert said.count("hint: save the page again as text or HTML") == 1


@pytest.mark.usefixtures("here")
def test_common_flags_stand_before_or_after_the_command(run: Callable[..., Said], book: Path) -> None:
    assert run("--project", book, "check", "-q").status == run("-q", "check", "--project", book).status == 0
    assert run("--project", book, "-v", "check").out == run("check", "-v", "--project", book).out != ""
    assert json.loads(run("--json", "--project", book, "check").out)["status"] == 0
    assert run("--project", book, "check", "--project", "elsewhere").status == 2, "the later of two counts"


# A book, from nothing


def test_a_new_book_from_clippings_is_built_at_once(
    run: Callable[..., Said], here: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(cli.webbrowser, "open", opened.append)
    said = run("new", "the bridge", "--from", book / "seeds", "--open")
    assert said.status == 0
    assert "2 clippings" in said.out
    assert "the bridge/site/index.html: 2 articles" in said.out
    assert opened == [(here / "the bridge" / "site" / "index.html").as_uri()]
    assert "<title>" in (here / "the bridge" / "site" / "index.html").read_text("utf-8")


def test_a_new_book_without_clippings_says_what_to_do(run: Callable[..., Said], here: Path) -> None:
    said = run("init", "vik")
    assert said.status == 0
    assert "vik/seeds" in said.out
    assert (here / "vik" / "briefbook.yml").is_file()
    said = run("build", "--project", "vik")
    assert said.status == 1
    assert "[book-empty]" in said.err


def test_what_a_new_book_was_not_given_is_named_each_message_on_its_line(
    run: Callable[..., Said], here: Path, book: Path
) -> None:
    (book / "seeds" / "scan\none.pdf").write_bytes(b"%PDF-1.7")
    said = run("new", "vik", "--from", book / "seeds")
    assert said.status == 0
    assert "warning: not copied into the book: scan\\none.pdf (not a clipping) [clipping-passed-over]" in said.err


def test_a_book_is_not_made_over_another(run: Callable[..., Said], book: Path) -> None:
    before = (book / "briefbook.yml").read_bytes()
    said = run("new", book)
    assert said.status == 2
    assert "already" in said.err
    assert (book / "briefbook.yml").read_bytes() == before


@pytest.mark.parametrize("source", ["nowhere", "empty"])
def test_without_clippings_where_they_should_be_nothing_is_made(
    run: Callable[..., Said], here: Path, source: str
) -> None:
    (here / "empty").mkdir()
    said = run("new", "vik", "--from", source)
    assert said.status == 2
    assert not (here / "vik").exists()


# Building, checking, cleaning


def test_a_line_a_clipping(run: Callable[..., Said], book: Path) -> None:
    said = run("ingest", "--project", book)
    assert said.status == 0
    lines = said.out.splitlines()
    assert len(lines) == 3
    assert re.fullmatch(r"bridge\.txt: new · .+ · 2014-03-28 \(.+\) · \d+ words kept, \d+ set aside", lines[0])
    assert lines[2].startswith("2 clippings: 2 new")


def test_a_build_names_the_page_to_open_and_a_second_says_nothing_changed(run: Callable[..., Said], book: Path) -> None:
    assert "site/index.html: 2 articles" in run("build", "--project", book).out
    assert "nothing has changed" in run("build", "--project", book).out


@pytest.mark.parametrize("command", ["ingest", "build"])
def test_where_nothing_changed_the_program_itself_is_not_loaded(book: Path, command: str) -> None:
    run = f"import sys; from briefbook.cli import main; assert main([{command!r}, '-q']) in (0, 1)"
    rooms = f"{run}; print(*{{name.split('.')[1] for name in sys.modules if name.startswith('briefbook.')}})"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def load() -> set[str]:
        said = subprocess.run(
            [sys.executable, "-c", rooms], cwd=book, env=environment, capture_output=True, text=True, check=True
        )
        return set(said.stdout.split())

    ours = {"cli", "model", "shell", "clean"}
    assert not load() <= ours
    assert load() <= ours


def test_quiet_is_silent_when_all_is_well(run: Callable[..., Said], book: Path) -> None:
    said = run("build", "-q", "--project", book)
    assert (said.status, said.out, said.err) == (0, "", "")


def test_in_a_pipe_there_is_neither_progress_nor_colour(book: Path) -> None:
    (book / "seeds" / "empty.txt").write_text("")
    done = execute("build", "--project", book)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminals")
@pytest.mark.parametrize("colour", [True, False])
def test_on_a_terminal_there_is_progress_and_colour_as_wished(book: Path, colour: bool) -> None:
    (book / "seeds" / "empty.txt").write_text("")
    ours, theirs = os.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": "" if colour else "1"}
    command = [sys.executable, "-m", "briefbook", "build", "--project", str(book)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment) as process:
        os.close(theirs)
        said = b""
        # The terminal ends with the program; until then, and whatever it holds then, is read.
        while chunk := _read_terminal(ours):
            said += chunk
        assert process.wait() == 1
    os.close(ours)
    shown, _, left = said.decode().rpartition("\r\x1b[K")
    assert "Cleaning" in shown
    assert "empty.txt" in left
    assert ("\x1b[1;31merror" in left) is colour
    assert "…" not in left


def _read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_messages_can_be_opened_from_where_one_stands(
    run: Callable[..., Said], book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (book / "seeds" / "empty.txt").write_text("")
    monkeypatch.chdir(book.parent)
    assert "book/seeds/empty.txt: error: " in run("check", "--project", "book").out
    monkeypatch.chdir(book / "seeds")
    assert "../seeds/empty.txt: error: " in run("check").out


def test_warnings_fail_a_strict_check_alone(run: Callable[..., Said], book: Path) -> None:
    (book / "seeds" / "lost.yml").write_text("outlet: The Courier\n")
    assert run("check", "--project", book).status == 0
    assert run("check", "--strict", "--project", book).status == 1
    quiet = run("check", "--strict", "-q", "--project", book)
    assert quiet.status == 1
    assert "warning: " in quiet.out + quiet.err  # what fails is shown, however quiet


def test_a_conflict_has_a_status_of_its_own(run: Callable[..., Said], book: Path) -> None:
    run("ingest", "--project", book)
    article = next(path for path in (book / "content" / "articles").iterdir() if "ferry" in path.name)
    for path, new in ((article, "five"), (book / "seeds" / "ferry.txt", "six")):
        path.write_text(path.read_text("utf-8").replace("four hours", f"{new} hours"), "utf-8")
    for command in ("ingest", "build", "check"):
        said = run(command, "--project", book)
        assert said.status == 3, command
        assert "[merge-conflict]" in said.out + said.err


def test_cleaning_leaves_what_is_the_editors(run: Callable[..., Said], book: Path) -> None:
    run("build", "--project", book)
    (book / "site" / "notes.txt").write_text("mine")
    said = run("clean", "--project", book)
    assert said.status == 0
    assert [path.name for path in (book / "site").iterdir()] == ["notes.txt"]
    assert not (book / ".briefbook" / "cache").exists()
    assert list((book / "content" / "articles").iterdir())
    again = run("clean", "--project", book)
    assert again.status == 0
    assert "left alone" in again.out
    (book / "site" / "notes.txt").unlink()
    (book / "site").rmdir()
    assert "there is no " in run("clean", "--project", book).out


def test_the_site_in_one_file(run: Callable[..., Said], book: Path, tmp_path: Path) -> None:
    said = run("zip", "--project", book)
    assert said.status == 0
    assert (book / "the-bridge-at-vik.zip").is_file()
    assert run("zip", "--project", book, "-o", tmp_path / "nowhere" / "x.zip").status == 2
    (tmp_path / "desk").mkdir()
    assert run("zip", "--project", book, "-o", tmp_path / "desk").status == 0
    assert (tmp_path / "desk" / "the-bridge-at-vik.zip").is_file()


@pytest.mark.parametrize("name", FORMATS)
def test_the_book_for_other_programs(run: Callable[..., Said], book: Path, tmp_path: Path, name: str) -> None:
    said = run("export", name, "-o", tmp_path / "out", "--project", book)
    assert said.status == 0
    written = [Path(line) for line in said.out.splitlines()]
    assert written
    assert all(path.stat().st_size for path in written)
    assert not (book / "content").exists(), "exporting writes nothing into the book"


def test_all_exports_are_offered() -> None:
    from briefbook.render.exports import EXPORTS

    assert set(FORMATS) == set(EXPORTS)


def test_one_file_goes_to_standard_output_and_several_need_a_folder(book: Path, run: Callable[..., Said]) -> None:
    done = execute("export", "bibtex", "--project", book)
    assert done.returncode == 0
    assert done.stdout.startswith("@")
    assert run("export", "csv", "--project", book).status == 2
    for path in (book / "seeds").iterdir():
        path.unlink()
    assert run("export", "json", "--project", book).status == 1


def test_adopting_prints_the_file_to_edit(run: Callable[..., Said], book: Path) -> None:
    said = run("adopt", "person", "Karin Holm", "--project", book)
    assert said.status == 0
    assert said.out.endswith("content/people/karin-holm.md\n")
    assert run("adopt", "person", "Nobody Such", "--project", book).status == 2


# For programs


@pytest.mark.parametrize("command", ["ingest", "build", "check"])
def test_one_json_object_for_programs(run: Callable[..., Said], book: Path, command: str) -> None:
    (book / "seeds" / "empty.txt").write_text("")
    said = run(command, "--json", "--project", book)
    record = json.loads(said.out)
    assert said.status == record["status"] == 1
    assert said.err == ""
    (fault,) = (item for item in record["diagnostics"] if item["severity"] == "error")
    assert (fault["rule"], fault["path"]) == ("seed-unreadable", "seeds/empty.txt")
    assert {clipping["seed"] for clipping in record["clippings"]} == {"seeds/bridge.txt", "seeds/ferry.txt"}


def test_annotations_have_the_offsets_of_the_file(run: Callable[..., Said], tmp_path: Path) -> None:
    text = "A line.\r\n\r\nPresident Anna Holm left the Swiss city of Geneva early\r\non Friday. 😀 Ms. Holm returns in May.\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    said = run("annotate", tmp_path / "a.txt", "--date", "2014-03-12", "--engine", "rules", "--json")
    assert said.status == 0
    record = json.loads(said.out)
    assert set(record) == {"file", "mentions", "dates"}
    assert record["file"] == str(tmp_path / "a.txt")
    for found in (*record["mentions"], *record["dates"]):
        assert text[found["start"] : found["end"]] == found["surface"]
    assert set(record["mentions"][0]) == {"start", "end", "surface", "kind", "entity", "latitude", "longitude"}
    assert set(record["dates"][0]) == {"start", "end", "surface", "edtf", "timex", "type"}
    people = {found["entity"] for found in record["mentions"] if "Holm" in found["surface"]}
    assert people == {"anna-holm"}
    geneva = next(found for found in record["mentions"] if found["surface"] == "Geneva")
    assert (geneva["kind"], round(geneva["latitude"]), round(geneva["longitude"])) == ("place", 46, 6)
    friday = next(found for found in record["dates"] if found["surface"].split()[-1] == "Friday")
    assert friday["edtf"] == friday["timex"] == "2014-03-07"


def test_files_of_one_call_are_one_book(run: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("President Anna Holm left Geneva on Friday.\n")
    (tmp_path / "b.txt").write_text("Ms. Holm returned to Geneva on Sunday.\n")
    said = run("annotate", tmp_path / "a.txt", tmp_path / "b.txt", "--engine", "rules", "--json")
    first, second = map(json.loads, said.out.splitlines())
    assert [found["entity"] for found in second["mentions"] if "Holm" in found["surface"]] == ["anna-holm"]
    assert [found["edtf"] for found in (*first["dates"], *second["dates"])] == [None, None]


def test_annotating_goes_on_after_a_file_that_is_not_there(run: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Karin Holm left.\n")
    said = run("annotate", tmp_path / "none.txt", tmp_path / "a.txt", "--engine", "rules", "--json")
    assert said.status == 1
    assert len(said.out.splitlines()) == 1
    assert "none.txt: error: " in said.err


def test_standard_input_can_be_annotated() -> None:
    done = execute(
        "annotate", "-", "--engine", "none", "--date", "2014-03-12", "--json", input="It rained on 2 March.\n"
    )
    record = json.loads(done.stdout)
    assert record["file"] == "-"
    assert [found["edtf"] for found in record["dates"]] == ["2014-03-02"]


# Explaining


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_explained(run: Callable[..., Said], rule: str) -> None:
    said = run("explain", rule)
    assert said.status == 0
    assert " ".join(RULES[rule].meaning.split()) in " ".join(said.out.split())
    assert " ".join(RULES[rule].remedy.split()) in " ".join(said.out.split())


def test_all_rules_are_listed(run: Callable[..., Said]) -> None:
    assert len(run("explain").out.splitlines()) == len(RULES)
    assert run("explain", "-q").out.split() == list(RULES)


# What goes wrong


def test_a_fault_of_ours_is_one_line_and_verbose_shows_more(
    run: Callable[..., Said], book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("briefbook.shell.build.build", fail)
    said = run("build", "--project", book)
    assert said.status == 1
    assert "ZeroDivisionError: a fault [internal-fault]" in said.err
    assert cli.main(["build", "-v", "--project", str(book)]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_no_traceback(run: Callable[..., Said], book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefbook.shell.build.build", interrupt)
    assert run("build", "--project", book).status == 130


def test_a_reader_that_has_enough_is_no_fault() -> None:
    command = [sys.executable, "-m", "briefbook", "explain"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in {0, -signal.SIGPIPE}


def test_a_clippings_words_cannot_steer_the_terminal(run: Callable[..., Said], book: Path) -> None:
    (book / "seeds" / "x\x1b]0;owned\x07\x1b[31m.txt").write_text("")
    said = run("check", "--project", book)
    assert "\x1b" not in said.out
    assert "\x07" not in said.out
    assert "owned" in said.out


def test_a_terminal_without_the_characters_gets_escapes(book: Path) -> None:
    (book / "seeds" / "café.txt").write_text("")
    done = execute("check", "--project", book, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 1
    assert "caf\\xe9.txt" in done.stdout


def test_a_folder_of_clippings_that_is_no_book_yet_says_how_to_make_one(here: Path, capsys) -> None:
    (here / "vote.txt").write_text("text")
    assert main(["build"]) == 2
    assert "`briefbook new NAME --from .`" in capsys.readouterr().err


def test_programs_get_json_even_of_what_cannot_be_done(here: Path, capsys) -> None:
    assert main(["build", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == 2
    assert told["diagnostics"][0]["rule"] == "project-unusable"
    assert main(["explain", "--json"]) == 0
    assert {"rule", "severity", "meaning", "remedy"} == set(json.loads(capsys.readouterr().out)[0])


def test_what_a_command_does_not_take_is_named_with_its_own_help(here: Path, capsys) -> None:
    with pytest.raises(SystemExit):
        main(["ingest", "extra"])
    assert "`briefbook ingest --help`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "line"),
    [
        (0, 0, 0.0, "Cleaning …"),
        (300, 1200, 2.0, "Cleaning [######------------------] 300 of 1,200"),
        (2500, 10_000, 60.0, "Cleaning [######------------------] 2,500 of 10,000, about 3 minutes left"),
    ],
)
def test_the_bar_says_how_far_it_is_and_how_long_it_takes(done: int, total: int, elapsed: float, line: str) -> None:
    assert describe_progress("Cleaning", done, total, elapsed) == line
