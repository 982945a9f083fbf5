"""Take the pictures of a report that README.md shows, by headless Chromium: docs/screenshots/*.png.

Run by `make screenshots`, after a run of the study. Taken are pages at whose top no headline or sentence of an article
stands, for pictures are kept in git.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from newsframing.errors import UserError
from newsframing.steps import MARK
from newsframing.tables import whole_file

ROOT = Path(__file__).resolve().parents[1]
STUDY = "force-and-remedies"
#: pages, and the width and height of the window in pixels: a screen, and a phone
PICTURES = {"index": (1280, 900), "verdicts": (1280, 900), "index-phone": (400, 800)}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-extensions")  # fmt: skip
#: bytes of a picture, at most: they are kept in git
LARGEST = 150_000


def browser() -> str:
    """Find Chromium; UserError where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        right = "install it (Debian: apt install chromium) and run make screenshots again"
        raise UserError("there is no Chromium on this machine, so no picture was taken", right=right)
    return found


def small(picture: bytes) -> bytes:
    """Write a picture in as many colours, and at such a size, as fit into LARGEST bytes; no date, no program named."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    while True:
        for colours in (256, 64, 16):
            target = io.BytesIO()
            image.quantize(colours, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
            if target.tell() <= LARGEST:
                return target.getvalue()
        image = image.resize((image.width * 3 // 4, image.height * 3 // 4))


def take(program: str, page: Path, size: tuple[int, int]) -> bytes:
    """Take one picture of the top of a page."""
    with TemporaryDirectory(prefix="newsframing-") as folder:
        target = Path(folder) / "page.png"
        window = f"--window-size={size[0]},{size[1]}"
        command = [program, *FLAGS, f"--user-data-dir={folder}/profile", window, f"--screenshot={target}"]
        done = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=120, check=False)
        if done.returncode or not target.is_file():
            raise UserError(f"Chromium took no picture of {page.name} (status {done.returncode})")
        return target.read_bytes()


def main(study: str) -> None:
    """Take all pictures of a study; those of pages that it does not have are left out, but for the first page."""
    program, folder = browser(), ROOT / "reports" / study
    if not (folder / "index.html").is_file():
        raise UserError("there is no report yet", file=f"reports/{study}", right=f"run make STUDY={study} first")
    for name, size in PICTURES.items():
        page = folder / f"{name.removesuffix('-phone')}.html"
        if not page.is_file():
            continue
        content = small(take(program, page, size))
        with whole_file(ROOT / f"docs/screenshots/{name}.png") as draft:
            draft.write_bytes(content)
        print(f"{MARK}docs/screenshots/{name}.png: {len(content) // 1000} kB")


if __name__ == "__main__":
    try:
        main(sys.argv[1] if sys.argv[1:] else STUDY)
    except UserError as error:
        sys.exit(f"{MARK}{error}")
