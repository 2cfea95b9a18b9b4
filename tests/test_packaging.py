"""What is handed over works by itself: the wheel, installed in a fresh environment, builds a book outside the checkout."""

import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from briefbook.shell.theme import find_default_theme

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network by the backend that is installed for the tests."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    script = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment that has the wheel, and sees this environment's libraries but not the checkout."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    library = home / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    if not library.is_dir():
        library = home / "Lib" / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(library)
    # The libraries are those of the tests' own environment: what is tried is our wheel, not the network.
    ours = [path for path in map(Path, sys.path) if path.name == "site-packages" and path != library]
    (library / "libraries.pth").write_text("\n".join(f"import site; site.addsitedir({str(path)!r})" for path in ours))
    return home / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def test_the_wheel_holds_the_package_its_data_and_the_theme(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, inside in ((ROOT / "briefbook", "briefbook"), (ROOT / "templates", "briefbook/theme")):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                assert f"{inside}/{path.relative_to(folder).as_posix()}" in names
    assert not any(name.startswith(("tests/", "seeds/", "content/", "bench/")) for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_in_a_checkout_the_theme_is_the_folder_beside_the_package() -> None:
    assert find_default_theme() == ROOT / "templates"


@pytest.mark.slow
def test_an_installed_wheel_builds_a_book_outside_the_checkout(
    program: Path, tmp_path: Path, make_book: Callable[..., Path]
) -> None:
    source = make_book("source") / "seeds"

    def run(*arguments: str) -> str:
        command = [str(program), "-I", "-m", "briefbook", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = subprocess.run(
        [str(program), "-I", "-c", "import briefbook; print(briefbook.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert not Path(where.strip()).is_relative_to(ROOT)
    assert "2 articles" in run("new", "vik", "--from", str(source), "--title", "The bridge at Vik")
    for name in ("index.html", "the-bridge-at-vik.pdf", "data/book.json", "chronology.html"):
        assert (tmp_path / "vik" / "site" / name).stat().st_size > 1000, name
    assert "nothing has changed" in run("build", "--project", "vik")
