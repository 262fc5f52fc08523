"""The commands of `./run`, one function each. A function's first line is its help."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

from devtool import application, bench, checks, environment, holder, locks, servers, tests
from devtool.places import ROOT
from devtool.postgres import OWNER
from devtool.say import Problem, say, speak_beside_output
from devtool.supervise import Supervisor


def start(arguments: list[str]) -> int:
    """start the application with demonstration data; --empty starts without any"""
    empty = _only_flag(arguments, "--empty")
    _end_in_good_order()
    taken, other = holder.take_or_join()
    if taken is None:
        say(f"Already running: open {other.url} in your browser.")
        return 0
    with taken, holder.announced(holder.RUN):
        port = application.choose_port()
        environment.ready()
        with servers.Servers() as started:
            holder.write_addresses(started.addresses())
            application.fill(started.env, empty=empty)
            started.start_scanner()
            _serve(started, port)
    return 0


def _serve(started: servers.Servers, port: int) -> None:
    supervisor = Supervisor(started.running)
    supervisor.end_on_signals()
    url = application.url_of(port)
    try:
        for program in application.programs(started.env, port):
            supervisor.start(program)
        application.wait_until_it_answers(url, lambda: _still_wanted(supervisor))
        holder.tell(holder.RUN, url)
        application.tell(url, started.env)
        while not supervisor.ending:
            supervisor.look_after()
    finally:
        say("Stopping …")
        supervisor.stop()


def _still_wanted(supervisor: Supervisor) -> None:
    supervisor.look_after(0.02)
    if supervisor.ending:
        raise KeyboardInterrupt


def _end_in_good_order() -> None:
    """Before the supervisor takes over, a signal ends the launcher through its own clean-up."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)


def stop(arguments: list[str]) -> int:
    """stop what ./run started here"""
    _none(arguments)
    say("Stopped." if holder.end_other() else "Nothing is running here.")
    return 0


def status(arguments: list[str]) -> int:
    """say whether it runs, and where; exit 3 when it does not"""
    _none(arguments)
    running = holder.holder()
    if running is None:
        say("Nothing is running here.")
        return 3
    doing = f"at {running.url}" if running.url else "a start or a command is under way"
    say(f"Running (process {running.pid}): {doing}")
    return 0


def manage(arguments: list[str]) -> int:
    """run manage.py, with the servers up; stdout and exit code are the command's"""
    speak_beside_output()
    _end_in_good_order()
    taken, _ = holder.take_or_join()
    command = [str(environment.PYTHON), str(ROOT / "manage.py"), *arguments]
    if taken is None:
        return _run_in_front(command, {**servers.application_env(), **holder.read_addresses()})
    with taken, holder.announced(holder.COMMAND):
        environment.ready()
        with servers.Servers() as started:
            holder.write_addresses(started.addresses())
            application.fill(started.env, empty=False)
            return _run_in_front(command, started.env)


def _run_in_front(command: list[str], env: dict[str, str]) -> int:
    """Run with our terminal; what is sent to us reaches it, and it decides when it ends."""
    child = subprocess.Popen(command, env=env)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, _: child.send_signal(got))
    # The terminal sends Ctrl-C to the command as well as to us.
    signal.signal(
        signal.SIGINT, lambda got, _: None if sys.stdin.isatty() else child.send_signal(got)
    )
    code = child.wait()
    return 128 - code if code < 0 else code


def psql(arguments: list[str]) -> int:
    """open the database of the running application, as the owner of its tables"""
    if "DATABASE_URL" in os.environ:
        raise Problem("DATABASE_URL is set: open that database with its own psql.")
    if holder.holder() is None:
        raise Problem("Nothing is running here: type ./run first.")
    ours = servers.cluster()
    return _run_in_front([*ours.psql(), *arguments], ours.psql_env(OWNER))


def reset(arguments: list[str]) -> int:
    """delete the data after asking, and start afresh; --empty starts without any"""
    _only_flag(arguments, "--empty")
    if "DATABASE_URL" in os.environ:
        raise Problem("DATABASE_URL is set: ./run deletes only the database that it made itself.")
    say(f"This deletes all data of the application in {ROOT}.")
    print('Type "yes" to go on: ', end="", flush=True)
    if sys.stdin.readline().strip().lower() != "yes":
        say("Nothing was deleted.")
        return 1
    holder.end_other()
    taken = holder.take()
    if taken is None:
        raise Problem("Another ./run has just started: nothing was deleted.")
    with taken:
        servers.remove_data()
    return start(arguments)


def test(arguments: list[str]) -> int:
    """run the tests; arguments go to pytest"""
    return tests.run(arguments)


def test_long(arguments: list[str]) -> int:
    """100,000 random acts against the model of who may do what"""
    _none(arguments)
    return tests.run_long()


def mutants(arguments: list[str]) -> int:
    """break each rule of access once and list the test that caught it; exit 1 when one is not"""
    _none(arguments)
    return tests.run_mutants()


def check(arguments: list[str]) -> int:
    """what CI runs before the tests: format, lint, layers, migrations, templates, settings"""
    _none(arguments)
    return checks.run()


def measure(arguments: list[str]) -> int:
    """measure against goals, as ratios: access (--incidents N for a smaller nation)"""
    return bench.run(arguments)


def lock(arguments: list[str]) -> int:
    """write the lock files anew from the requirements (needs uv)"""
    _none(arguments)
    return locks.write()


def list_commands(arguments: list[str]) -> int:
    """list the commands"""
    say("./run, alone or with a command:\n")
    for name, command in COMMANDS.items():
        say(f"  {name or '(alone)':<9} {command.__doc__}")
    say("\nPORT, PYTHON, DATABASE_URL, REDIS_URL and PG_BIN change what it uses: see .env.example.")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "": start,
    "test": test,
    "test-long": test_long,
    "mutants": mutants,
    "check": check,
    "bench": measure,
    "manage": manage,
    "stop": stop,
    "status": status,
    "psql": psql,
    "reset": reset,
    "lock": lock,
    "help": list_commands,
}


def obey(arguments: list[str]) -> int:
    """Carry out the command and answer its exit code."""
    if not arguments or arguments[0] == "--empty":
        return start(arguments)
    name = "help" if arguments[0] in ("-h", "--help") else arguments[0]
    if name not in COMMANDS:
        raise Problem(f"./run knows no {name!r}; `./run help` lists what it knows.", code=2)
    return COMMANDS[name](arguments[1:])


def _only_flag(arguments: list[str], flag: str) -> bool:
    if arguments not in ([], [flag]):
        raise Problem(f"Only {flag} may follow here, not {' '.join(arguments)}.", code=2)
    return bool(arguments)


def _none(arguments: list[str]) -> None:
    if arguments:
        raise Problem(f"Nothing may follow here, not {' '.join(arguments)}.", code=2)
