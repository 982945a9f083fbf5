"""Set up .venv from requirements.lock: plain Python, no package needed, any Python that can parse it.

Run by the Makefile. It installs uv (hashed, bootstrap.lock) and lets uv install the lock; where uv cannot be had it
falls back to pip, which takes longer and gives the same packages. The file keeps to the syntax of old Pythons, so
that a Python that is too old can still say so in one sentence.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)


def stop(sentence):
    sys.stderr.write("newsframing: " + sentence + "\n")
    sys.exit(1)


def check_python():
    found = sys.version_info[:2]
    if not OLDEST <= found <= NEWEST:
        stop(
            "this Python is %d.%d, and the project needs 3.11, 3.12 or 3.13: install one of them "
            "(Debian and Ubuntu: sudo apt install python3.12 python3.12-venv) and run: make PYTHON=python3.12" % found
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "this Python %d.%d cannot make virtual environments: install its venv package "
            "(Debian and Ubuntu: sudo apt install python%d.%d-venv) and run make again" % (found + found)
        )


def run(*command):
    return subprocess.call(command, env=dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1"))


def main(folder):
    check_python()
    python = os.path.join(folder, "bin", "python")
    uv = os.path.join(folder, "bin", "uv")
    sys.stderr.write("newsframing: setting up %s from requirements.lock (half a minute, once)\n" % folder)
    if run(sys.executable, "-m", "venv", "--clear", folder) != 0:
        stop("the virtual environment %s could not be made: see the lines above" % folder)
    pip = [python, "-m", "pip", "install", "--quiet", "--require-hashes"]
    if run(*(pip + ["-r", "bootstrap.lock"])) == 0:
        lock = ["--require-hashes", "-r", "requirements.lock"]
        installed = run(uv, "pip", "install", "--quiet", "--python", python, *lock)
    else:
        installed = 1
    if installed != 0:
        sys.stderr.write("newsframing: uv is not to be had here, so pip installs the same lock (about two minutes)\n")
        installed = run(*(pip + ["-r", "requirements.lock"]))
    if installed != 0:
        stop("the packages of requirements.lock could not be installed: is there a connection to a package index?")
    if run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".") != 0:
        stop("the package in workflow/lib could not be installed: see the lines above")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ".venv")
