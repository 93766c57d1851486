"""Find a Chromium for the journeys: an installed one, else Debian's package, else Playwright's own download.

When none can be had the suite fails with the one command to type; it never skips.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str:
    """The path of a browser; exits with the command to type when there is none."""
    return installed() or from_debian() or from_playwright() or give_up()


def installed() -> str:
    return os.environ.get("ESPALIER_BROWSER") or next(filter(None, map(shutil.which, NAMES)), "")


def from_debian() -> str:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return ""
    print("== installing Debian's chromium", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update"], env=environment, **quiet)
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    subprocess.run(install, env=environment, **quiet)
    return installed()


def from_playwright() -> str:
    print("== asking Playwright for its own browser", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        if subprocess.run(command, check=False, timeout=600, **quiet).returncode:
            return ""
    except subprocess.TimeoutExpired:
        return ""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def give_up() -> str:
    sys.exit("The browser journeys need Chromium. Type: sudo apt-get install chromium")


if __name__ == "__main__":
    print(find_browser())
