"""`./run bench`: what the application costs, as ratios measured in one run."""

import subprocess

from devtool import environment
from devtool.places import ROOT
from devtool.say import Problem, speak_beside_output

BENCHES = ("access", "dashboard", "report")


def run(arguments: list[str]) -> int:
    """0 when every goal is met, 1 when one is missed."""
    if not arguments or arguments[0] not in BENCHES:
        raise Problem(f"Say which: ./run bench {' | '.join(BENCHES)}", code=2)
    speak_beside_output()
    environment.ready(environment.DEVELOPMENT)
    command = [environment.PYTHON, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
