"""Entered by `./run` as `python devtool …`, from whatever folder the person is in."""

import errno
import sys
from pathlib import Path

# Started by its folder, so that nothing need be installed: the folder above holds the package.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from devtool import commands  # noqa: E402  importable only after the line above
from devtool.say import Problem  # noqa: E402


def main() -> int:
    try:
        return commands.obey(sys.argv[1:])
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.code
    except KeyboardInterrupt:
        return 130
    except OSError as failed:
        if failed.errno in (errno.ENOSPC, errno.EDQUOT):
            print("The disk is full: free some space and type ./run again.", file=sys.stderr)
            return 1
        if failed.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            print(
                f"{failed.filename or 'A file'} may not be written by this account: was ./run"
                " started as another user before?",
                file=sys.stderr,
            )
            return 1
        raise


sys.exit(main())
