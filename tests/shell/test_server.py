"""The last good site on loopback, what is new told to open pages, what is wrong laid over them. With real sockets."""

import http.client
import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest

from briefbook.model.book import OutputFile
from briefbook.model.diagnostics import BriefbookError, report
from briefbook.shell.folder import sync_site
from briefbook.shell.server import LOOPBACK, REMEMBERED, Stage, add_script, serve_site, tell

DEADLINE = 20.0
PAGE = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{0}</title></head><body>{0}</body></html>'
WRONG = report("template-invalid", "unexpected '}'", "templates/html/article.html", 12, hint="close it")


def site(**pages: str) -> tuple[OutputFile, ...]:
    return tuple(
        OutputFile(path=PurePosixPath(f"{name.replace('__', '/')}.html"), data=PAGE.format(text).encode())
        for name, text in pages.items()
    )


@contextmanager
def serving(stage: Stage, fallback: Path | None = None) -> Iterator[tuple[str, int]]:
    with serve_site(stage, 0, fallback) as address:
        parts = urlsplit(address)
        assert parts.hostname == LOOPBACK
        assert parts.port
        yield parts.hostname, parts.port


def get(
    where: tuple[str, int], path: str, method: str = "GET", host: str | None = None
) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(*where, timeout=DEADLINE)
    connection.request(method, path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, dict(answer.getheaders())


class Stream:
    """An open page's stream of news."""

    def __init__(self, where: tuple[str, int], since: int = 0) -> None:
        self.connection = http.client.HTTPConnection(*where, timeout=DEADLINE)
        self.connection.request("GET", f"/-/events?since={since}")
        self.answer = self.connection.getresponse()

    def next(self) -> dict[str, object]:
        while line := self.answer.readline():
            if line.startswith(b"data: "):
                found = json.loads(line.removeprefix(b"data: "))
                assert isinstance(found, dict)
                return found
        raise EOFError

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


# Pages


def test_pages_come_with_the_reloading_script_and_assets_as_they_are() -> None:
    stage = Stage()
    style = OutputFile(path=PurePosixPath("assets/book.css"), data=b"p {}")
    stage.show((*site(index="home", articles__ferry="ferry"), style), ())
    with serving(stage) as where:
        status, text, headers = get(where, "/articles/ferry.html")
        assert status == 200
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert headers["Cache-Control"] == "no-store"
        assert '<script src="/-/reload.js?since=1" defer></script></head>' in text
        assert get(where, "/")[1] == get(where, "/index.html")[1]
        assert get(where, "/assets/book.css")[1] == "p {}"


def test_the_site_itself_is_not_changed_by_serving() -> None:
    files = site(index="home")
    stage = Stage()
    stage.show(files, ())
    with serving(stage) as where:
        get(where, "/")
    assert b"reload" not in files[0].data


def test_a_page_that_is_not_there_is_answered_with_the_books_own_page() -> None:
    stage = Stage()
    stage.show(site(index="home"), ())
    with serving(stage) as where:
        status, text, _ = get(where, "/articles/<script>alert(1)</script>")
        assert status == 404
        assert "<script>alert" not in text
    stage = Stage()
    stage.show(site(**{"index": "home", "404": "lost?"}), ())
    with serving(stage) as where:
        assert "lost?" in get(where, "/nowhere.html")[1]


def test_before_the_first_book_a_page_says_to_wait() -> None:
    with serving(Stage()) as where:
        status, text, _ = get(where, "/")
        assert status == 200
        assert "Building" in text
        assert "/-/reload.js?since=0" in text


def test_head_has_no_body() -> None:
    stage = Stage()
    stage.show(site(index="home"), ())
    with serving(stage) as where:
        status, text, headers = get(where, "/", "HEAD")
        assert (status, text) == (200, "")
        assert int(headers["Content-Length"]) > 0


@pytest.mark.parametrize(
    "path", ["/../secret.pdf", "/%2e%2e/secret.pdf", "/..%2fsecret.pdf", "//secret.pdf", "/a%00b.pdf", "/secret.txt"]
)
def test_nothing_outside_the_site_is_served(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.pdf").write_text("secret")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "secret.txt").write_text("secret")
    sync_site(tmp_path, PurePosixPath("site"), (OutputFile(path=PurePosixPath("secret.pdf"), data=b"1"),))
    (folder / "secret.pdf").unlink()
    (folder / "secret.pdf").symlink_to(tmp_path / "secret.pdf")
    stage = Stage()
    stage.show(site(index="home"), ())
    with serving(stage, folder) as where:
        status, text, _ = get(where, path)
        assert status == 404
        assert text != "secret"


def test_the_printed_book_comes_from_the_site_as_last_built(tmp_path: Path) -> None:
    pdf = OutputFile(path=PurePosixPath("syria.pdf"), data=b"%PDF-")
    sync_site(tmp_path, PurePosixPath("site"), (pdf, *site(index="old home", gone="gone")))
    (tmp_path / "site" / "notes.txt").write_text("nobody's business")
    stage = Stage()
    stage.show(site(index="home"), ())
    with serving(stage, tmp_path / "site") as where:
        assert [get(where, path)[0] for path in ("/gone.html", "/notes.txt")] == [404, 404]
        status, text, headers = get(where, "/syria.pdf")
        assert (status, text, headers["Content-Type"]) == (200, "%PDF-", "application/pdf")


# Safety


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "localhost:1"])
def test_a_foreign_name_for_this_machine_is_refused(host: str) -> None:
    stage = Stage()
    stage.show(site(index="home"), ())
    with serving(stage) as where:
        for path in ("/", "/-/state", "/-/events"):
            status, text, _ = get(where, path, host=host or " ")
            assert status == 421
            assert "home" not in text


def test_the_names_of_this_machine_are_served() -> None:
    stage = Stage()
    stage.show(site(index="home"), ())
    with serving(stage) as where:
        for name in ("127.0.0.1", "localhost", "[::1]"):
            assert get(where, "/", host=f"{name}:{where[1]}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent_here(method: str) -> None:
    with serving(Stage()) as where:
        assert get(where, "/", method)[0] == 501


def test_it_listens_on_loopback_alone() -> None:
    with serving(Stage()) as (_, port):
        try:
            addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        except OSError:
            addresses = set()
        for address in addresses - {"127.0.0.1", "127.0.1.1"}:
            with pytest.raises(OSError):
                socket.create_connection((str(address), port), timeout=2).close()


def test_a_port_that_is_taken_is_an_error() -> None:
    with serving(Stage()) as (_, port), pytest.raises(BriefbookError, match=str(port)), serve_site(Stage(), port):
        pass


def test_a_line_of_rubbish_does_no_harm() -> None:
    stage = Stage()
    stage.show(site(index="home"), ())
    with serving(stage) as where:
        with socket.create_connection(where, timeout=DEADLINE) as rude:
            rude.sendall(b"\x00\xff\r\n\r\n")
            rude.recv(1000)
        assert get(where, "/")[0] == 200


# News


def test_an_open_page_is_told_which_pages_changed() -> None:
    stage = Stage()
    stage.show(site(index="home", ferry="1"), ())
    with serving(stage) as where:
        stream = Stream(where, since=1)
        assert stream.next()["changed"] == []
        stage.show(site(index="home", ferry="2"), ())
        news = stream.next()
        assert (news["generation"], news["changed"]) == (2, ["ferry.html"])
        stream.close()


def test_a_page_that_was_built_while_another_loaded_is_told_at_once() -> None:
    stage = Stage()
    for text in "123":
        stage.show(site(index="home", ferry=text), ())
    with serving(stage) as where:
        stream = Stream(where, since=1)
        assert stream.next()["changed"] == ["ferry.html"]
        stream.close()


def test_a_fault_is_told_and_goes_and_the_last_page_stays() -> None:
    stage = Stage()
    stage.show(site(index="home"), ())
    with serving(stage) as where:
        stream = Stream(where, since=1)
        stream.next()
        stage.show(None, (WRONG,))
        news = stream.next()
        assert news["generation"] == 1
        assert news["faults"] == [
            {
                "where": "templates/html/article.html:12",
                "message": "unexpected '}' [template-invalid]",
                "hint": "close it",
            }
        ]
        assert "home" in get(where, "/")[1]
        stage.show(site(index="home"), ())
        assert stream.next()["faults"] == []
        stream.close()


def test_several_pages_are_told() -> None:
    stage = Stage()
    with serving(stage) as where:
        streams = [Stream(where) for _ in range(5)]
        for stream in streams:
            assert stream.next()["generation"] == 0
        stage.show(site(index="home"), ())
        for stream in streams:
            assert stream.next()["generation"] == 1
            stream.close()


def test_asking_works_where_streams_do_not() -> None:
    stage = Stage()
    stage.show(site(index="1"), ())
    with serving(stage) as where:
        assert json.loads(get(where, "/-/state?since=1")[1])["changed"] == []
        stage.show(site(index="2"), ())
        assert json.loads(get(where, "/-/state?since=1")[1])["changed"] == ["index.html"]


@pytest.mark.parametrize("since", ["", "-1", "x", "9" * 30, "٣", "1&since=2"])
def test_a_strange_question_gets_an_answer(since: str) -> None:
    from urllib.parse import quote

    with serving(Stage()) as where:
        assert get(where, f"/-/state?since={quote(since, safe='&=')}")[0] == 200


def test_closing_ends_every_stream() -> None:
    stage = Stage()
    with serving(stage) as where:
        stream = Stream(where)
        stream.next()
    with pytest.raises(EOFError):
        stream.next()
    stream.close()


def test_showing_the_same_site_again_is_no_news() -> None:
    stage = Stage()
    assert stage.show(site(index="home"), ()) == {"index.html"}
    known = stage.news
    assert stage.show(site(index="home"), ()) == frozenset()
    assert stage.news is known


def test_a_waiting_thread_is_woken() -> None:
    stage = Stage()
    known = stage.news
    found: list[object] = []
    waiter = threading.Thread(target=lambda: found.append(stage.wait(known, DEADLINE)))
    waiter.start()
    stage.show(site(index="home"), ())
    waiter.join(DEADLINE)
    assert found == [stage.news]


def test_a_page_too_old_to_know_reloads() -> None:
    stage = Stage()
    for number in range(REMEMBERED + 5):
        stage.show(site(index=str(number)), ())
    assert tell(stage.news, 1)["changed"] is None
    assert tell(stage.news, REMEMBERED + 4)["changed"] == ["index.html"]
    assert tell(stage.news, 10_000)["restarted"] is True


# The script in the page


def test_a_strict_policy_is_opened_for_this_server_alone() -> None:
    policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'none'"
    page = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}"></head>'.encode()
    served = add_script(page, 3).decode()
    match = re.search(r'content="([^"]*)"', served)
    assert match
    directives = dict(part.strip().split(" ", 1) for part in match[1].split(";"))
    assert directives == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
    }


def test_a_policy_with_entities_is_read() -> None:
    page = b'<head><meta http-equiv=Content-Security-Policy content="default-src &#39;self&#39;"></head>'
    assert b"connect-src 'self'" in add_script(page, 1)


def test_a_page_without_a_head_stays_as_it_is() -> None:
    assert add_script(b"<p>no head", 1) == b"<p>no head"


def test_the_script_and_its_style_are_served() -> None:
    with serving(Stage()) as where:
        assert get(where, "/-/reload.js?since=1")[2]["Content-Type"] == "text/javascript; charset=utf-8"
        assert "EventSource" in get(where, "/-/reload.js")[1]
        assert get(where, "/-/reload.css")[2]["Content-Type"] == "text/css; charset=utf-8"
