"""`./run`, `./run manage` and `./run stop`, typed in a checkout that nobody has started before."""

import json
import os
import signal
import socket
import stat
import urllib.request

import pytest

from tests.launcher.conftest import Checkout, wait_until

FIGURES = ("figures", "--partnership", "sandwell", "--period", "2022-23", "--format", "json")


def page(checkout: Checkout) -> int:
    with urllib.request.urlopen(checkout.url, timeout=10) as answer:
        return answer.status


def answers(checkout: Checkout) -> bool:
    try:
        return page(checkout) == 200
    except OSError:
        return False


# A command on a fresh clone


def test_a_command_on_a_fresh_clone_fills_the_database_and_prints_only_its_own_output(
    checkout: Checkout,
) -> None:
    assert checkout.first.returncode == 0, checkout.first.stderr
    roles = {account["role"] for account in json.loads(checkout.first.stdout)}
    assert {"coordinator", "practitioner", "board_member"} <= roles
    assert "Making the tables and the demonstration" in checkout.first.stderr


def test_a_command_leaves_no_server_behind_that_it_started(stopped: Checkout) -> None:
    assert stopped.run("manage", *FIGURES).returncode == 0
    assert stopped.processes() == []


def test_the_exit_code_is_that_of_the_command(stopped: Checkout) -> None:
    assert stopped.run("manage", "figures", "--period", "no year").returncode == 2
    assert stopped.run("manage", "no_such_command").returncode == 1


def test_manage_alone_says_in_one_sentence_that_nothing_is_running(stopped: Checkout) -> None:
    refused = stopped.manage_alone("demo_accounts")
    assert refused.returncode == 1
    assert refused.stderr == "Nothing is running here: type ./run first, or set DATABASE_URL.\n"


# While it runs


def test_it_tells_where_to_open_the_browser_and_who_can_sign_in(running: Checkout) -> None:
    assert f"Open {running.url}" in running.output
    for account in json.loads(running.first.stdout)[:3]:
        assert account["email"] in running.output
    assert page(running) == 200


def test_a_second_run_beside_the_first_tells_its_address(running: Checkout) -> None:
    second = running.run()
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout == f"Already running: open {running.url} in your browser.\n"
    assert page(running) == 200


def test_status_tells_the_address(running: Checkout) -> None:
    told = running.run("status")
    assert told.returncode == 0
    assert running.url in told.stdout


def test_a_command_uses_the_servers_that_run(running: Checkout) -> None:
    before = running.processes("postgres")
    done = running.run("manage", *FIGURES)
    assert done.returncode == 0
    assert done.stderr == ""
    assert json.loads(done.stdout)["values"]
    assert running.processes("postgres") == before != []


def test_manage_alone_reads_the_address_that_the_launcher_wrote(running: Checkout) -> None:
    assert running.manage_alone(*FIGURES).stdout == running.run("manage", *FIGURES).stdout


def test_the_addresses_with_their_passwords_are_for_nobody_else(running: Checkout) -> None:
    mode = (running.folder / ".local" / "address.env").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.parametrize("name", ["gunicorn", "worker", "beat", "valkey-server", "postgres"])
def test_what_is_killed_comes_back(running: Checkout, name: str) -> None:
    killed = running.processes(name)
    assert killed
    os.kill(min(killed), signal.SIGKILL)
    wait_until(lambda: min(running.processes(name), default=0) not in (0, min(killed)))
    wait_until(lambda: answers(running))


def test_the_demonstration_is_not_started_empty(stopped: Checkout) -> None:
    refused = stopped.run("--empty")
    assert refused.returncode == 1
    assert "`./run reset --empty`" in refused.stderr


# Its end


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(stopped: Checkout, how: signal.Signals) -> None:
    stopped.start()
    assert stopped.end(how) == 0
    assert stopped.processes() == []
    assert not (stopped.folder / ".local" / "address.env").exists()


def test_stop_ends_everything(running: Checkout) -> None:
    assert running.stop().stdout == "Stopped.\n"
    assert running.processes() == []
    assert running.stop().stdout == "Nothing is running here.\n"


def test_a_launcher_that_is_killed_takes_all_with_it_and_loses_nothing(stopped: Checkout) -> None:
    stopped.start()
    before = stopped.run("manage", *FIGURES).stdout
    stopped.end(signal.SIGKILL)
    wait_until(lambda: stopped.processes() == [], seconds=30)
    assert stopped.manage_alone("demo_accounts").returncode == 1
    assert stopped.run("manage", *FIGURES).stdout == before


# Starting afresh


def test_reset_deletes_nothing_unless_told_yes(stopped: Checkout) -> None:
    refused = stopped.run("reset", said="no\n")
    assert refused.returncode == 1
    assert "Nothing was deleted." in refused.stdout
    done = stopped.run("manage", *FIGURES)
    assert (done.returncode, done.stderr) == (0, "")


# What goes wrong


def test_a_port_in_use_is_said_in_one_sentence(stopped: Checkout) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = stopped.run(PORT=str(port))
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {port} is in use by another program")
    assert refused.stderr.count("\n") == 1
    assert stopped.processes() == []


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(stopped: Checkout, port: str) -> None:
    refused = stopped.run(PORT=port)
    assert refused.returncode == 2
    assert "it must be a number from 1 to 65535" in refused.stderr


def test_an_unusable_python_is_named(checkout: Checkout) -> None:
    refused = checkout.run(PYTHON="/bin/false")
    assert refused.returncode == 2
    assert refused.stderr.startswith("PYTHON is set to '/bin/false'")
    assert refused.stderr.count("\n") == 1


def test_a_machine_without_python_is_told_what_to_install(checkout: Checkout, tmp_path) -> None:
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    refused = checkout.run(PYTHON="", PATH=str(tmp_path))
    assert refused.returncode == 2
    assert refused.stderr.startswith("This needs Python 3.11, 3.12, 3.13 or 3.14, or uv")


@pytest.mark.parametrize("arguments", [("nonsense",), ("stop", "now"), ("--full",)])
def test_a_command_it_does_not_know_is_refused(
    checkout: Checkout, arguments: tuple[str, ...]
) -> None:
    refused = checkout.run(*arguments)
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.count("\n") == 1


def test_psql_needs_a_running_application(stopped: Checkout) -> None:
    refused = stopped.run("psql")
    assert (refused.returncode, refused.stderr) == (
        1,
        "Nothing is running here: type ./run first.\n",
    )


def test_a_killed_launcher_does_not_keep_its_port(stopped: Checkout) -> None:
    stopped.start()
    stopped.end(signal.SIGKILL)
    stopped.start()
    assert page(stopped) == 200


# Last, because it takes the demonstration away


def test_reset_ends_what_runs_and_can_start_without_the_demonstration(running: Checkout) -> None:
    first = running.launcher
    running.start("reset", "--empty", said="yes\n")
    assert first.wait(5) == 0
    assert page(running) == 200
    assert running.first_account not in running.output
    assert running.run("manage", *FIGURES).returncode != 0
    running.stop()
    running.start()
    assert running.first_account not in running.output
