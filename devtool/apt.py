"""Debian's packages, for what pip does not have. Only as root, where apt can fetch."""

import os
import shutil
import subprocess

from devtool.say import say


def install(package: str, words: str) -> bool:
    """Whether `package` was installed. words: what is installed, for whoever waits."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {words} (once) …")
    for argv in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
    ):
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )
        if done.returncode:
            return False
    return True
