"""Starts that were interrupted, and machines without space, network or rights."""

import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtool import places, process, programs
from devtool.account import server_account
from devtool.fill import of_another_history
from devtool.postgres import Cluster
from devtool.say import Problem
from tests.launcher.conftest import PYTHON, clean_environment

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A cluster that is not made yet, where the account that runs it can reach it."""
    account = server_account()
    with tempfile.TemporaryDirectory(prefix="casework-cluster-") as name:
        folder = Path(name)
        folder.chmod(0o711 if account.switch else 0o700)
        wheel = programs.postgres_folder(Path(sysconfig.get_path("purelib")))
        yield Cluster(
            programs=programs.runnable_by(account, wheel, folder),
            account=account,
            data=folder / "data",
            sockets=places.socket_folder(folder / "run"),
            log=folder / "log",
            secrets_file=folder / "secrets.json",
            lasting=False,
        )


def test_a_half_made_cluster_is_made_anew(cluster: Cluster) -> None:
    half = cluster.data.with_name("data.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    (half / "postmaster.pid").write_text("999999\n")
    cluster.make()
    assert not half.exists()
    running = cluster.start()
    assert cluster.answers()
    process.stop(running, cluster.program())


def test_a_marker_of_a_killed_server_with_the_number_of_another_process_does_no_harm(
    cluster: Cluster,
) -> None:
    cluster.make()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    running = cluster.start()
    assert cluster.answers()
    process.stop(running, cluster.program())


def test_a_server_that_outlived_its_launcher_is_ended_before_the_next_starts(
    cluster: Cluster,
) -> None:
    cluster.make()
    first = cluster.start()
    second = cluster.start()
    assert first.wait(10) == 0
    assert cluster.answers()
    process.stop(second, cluster.program())


def test_too_little_space_is_said_before_anything_is_written(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**9, 10**9, 5 * 1024 * 1024))
    with pytest.raises(Problem, match=r"Not enough disk space in .*: a new database needs 200 MB"):
        cluster.make()
    assert not cluster.data.exists()
    assert not cluster.secrets_file.exists()


def test_without_a_network_the_packages_are_missed_in_one_sentence(tmp_path: Path) -> None:
    for part in ("devtool", "locks"):
        shutil.copytree(places.ROOT / part, tmp_path / part)
    shutil.copy2(places.ROOT / "run", tmp_path / "run")
    without_uv = os.pathsep.join(
        folder
        for folder in os.environ["PATH"].split(os.pathsep)
        if not (Path(folder) / "uv").exists()
    )
    kept = {
        name: value for name, value in clean_environment().items() if not name.startswith("PIP_")
    }
    refused = subprocess.run(
        [tmp_path / "run"],
        env=kept
        | {
            "PATH": without_uv,
            "PYTHON": PYTHON,
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": "http://127.0.0.1:1/simple",
            "PIP_NO_CACHE_DIR": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("The packages could not be fetched: is there a network")
    assert refused.stderr.count("\n") == 1
    assert not (tmp_path / ".venv" / "installed.json").exists()


def test_a_name_too_long_or_odd_for_a_socket_gets_a_short_folder() -> None:
    plain = Path("/srv/casework/.local/run")
    assert places.socket_folder(plain) == plain
    for odd in (Path("/srv/a b/run"), Path("/srv") / ("long" * 30), Path("/srv/a?b=c/run")):
        short = places.socket_folder(odd)
        assert short != odd
        assert len(os.fsencode(short)) <= places.LONGEST_SOCKET_FOLDER
        assert places.socket_folder(odd) == short


def test_tables_of_another_history_are_told_apart_from_tables_that_wait_for_more() -> None:
    here = [("shop", "0001_tables"), ("shop", "0002_fences"), ("ties", "0001_tables")]
    assert of_another_history([], here) == []
    assert of_another_history([("shop", "0001_tables")], here) == []
    # A migration of a later version beside ours, and an app that has left.
    assert of_another_history([*here, ("shop", "0003_more"), ("gone", "0001_tables")], here) == []
    old = [("shop", "0001_first"), ("shop", "0002_more"), ("ties", "0001_tables")]
    assert of_another_history(old, here) == ["shop"]
