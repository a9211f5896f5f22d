"""python -m chatdouble is the program, for where its folder is not in the PATH."""

import os
import subprocess
import sys

from ._errors import Error
from ._program import find


def main() -> int:
    try:
        program = find()
    except Error as missing:
        print(missing, file=sys.stderr)
        return 1
    if os.name == "posix":
        os.execv(program, [str(program), *sys.argv[1:]])
    return subprocess.call([str(program), *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
