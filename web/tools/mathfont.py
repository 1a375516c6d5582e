"""Writes static/vendor/stix-math: the mathematical font of the pages.

    go run ./web/tools/mathchars | /usr/bin/python3 web/tools/mathfont.py

The list of characters comes on stdin. The font is STIX Math of Debian's package
fonts-stix, cut down to these characters and to the larger and stretched forms that its
MATH table has for them. The package is unpacked into a temporary folder; nothing is
installed. Needs apt-get, dpkg-deb, python3-fonttools and python3-brotli.
"""

import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

from fontTools import subset
from fontTools.ttLib import TTFont

PACKAGE, SOURCE = "fonts-stix", "usr/share/fonts/opentype/stix-word/STIXMath-Regular.otf"
FAMILY = "Hebb Math"  # the licence asks that changed fonts have a name of their own
TARGET = pathlib.Path(__file__).resolve().parents[2] / "static/vendor/stix-math"


def unpack(folder: pathlib.Path) -> str:
    """Fetches the package and returns its version."""
    subprocess.run(["apt-get", "-o", "APT::Sandbox::User=root", "download", "-qq", PACKAGE], cwd=folder, check=True)
    [deb] = folder.glob("*.deb")
    subprocess.run(["dpkg-deb", "-x", deb, folder], check=True)
    return subprocess.run(["dpkg-deb", "-f", deb, "Version"], check=True, capture_output=True, text=True).stdout.strip()


def cut(font: TTFont, characters: list[int]) -> None:
    """Keeps the characters and the forms that MATH knows of them."""
    options = subset.Options()
    options.layout_features = []  # its ligatures are for text
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.drop_tables += ["FFTM", "GPOS", "GSUB", "GDEF"]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def rename(font: TTFont) -> None:
    """Gives the font its own name; whose work it is stays."""
    for record in font["name"].names:
        new = {1: FAMILY, 3: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", "") + "-Regular"}.get(record.nameID)
        if new:
            record.string = new
    top = font["CFF "].cff
    top.fontNames = [FAMILY.replace(" ", "") + "-Regular"]
    top[0].FullName = top[0].FamilyName = FAMILY


def flatten(font: TTFont) -> None:
    """Sets the height of a line. The source's is that of its tallest bracket, three times
    the size of the letters: text beside a formula would be torn apart, and a canvas would
    take a point high above the letters for the middle of the line."""
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = 790, -210, 0
    os2 = font["OS/2"]
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = 790, -210, 0
    os2.usWinAscent, os2.usWinDescent = 790, 210


def licence(copyright: str) -> str:
    """The licence in Debian's copyright file, with the names of those who hold the rights."""
    holders = re.search(r"^Files: \*\nCopyright: (.*?)^License:", copyright, re.M | re.S)[1]
    text = re.search(r"^License: SIL-OFL-1\.1\n((?: .*\n?)+)", copyright[copyright.index("Files: debian") :], re.M)[1]
    lines = [re.sub(r"^ *\.? *$", "", line).strip() for line in text.splitlines()]
    names = textwrap.dedent(" " * 11 + holders).rstrip().splitlines()
    return "\n".join(["Copyright"] + ["  " + name.strip() for name in names] + [""] + lines).rstrip() + "\n"


def main() -> None:
    characters = [int(line.removeprefix("U+"), 16) for line in sys.stdin.read().split()]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        version = unpack(folder)
        font = TTFont(folder / SOURCE, recalcTimestamp=False)
        about = (folder / "usr/share/doc" / PACKAGE / "copyright").read_text()
    lacking = [f"U+{c:04X} {chr(c)}" for c in characters if c not in font.getBestCmap()]
    if lacking:
        sys.exit(f"mathfont: {SOURCE} has no " + ", ".join(lacking))
    cut(font, characters)
    rename(font)
    flatten(font)
    font.flavor = "woff2"
    TARGET.mkdir(parents=True, exist_ok=True)
    font.save(TARGET / "hebb-math.woff2")
    (TARGET / "characters.txt").write_text("".join(f"U+{c:04X} {chr(c)}\n" for c in sorted(font.getBestCmap())))
    (TARGET / "LICENSE").write_text(licence(about))
    sums = [f"{hashlib.sha256((TARGET / file).read_bytes()).hexdigest()}  {file}\n" for file in ("characters.txt", "hebb-math.woff2")]
    (TARGET / "VERSION").write_text(
        f"{PACKAGE}@{version}\n\n"
        "STIX Math from this package of Debian, cut down by web/tools/mathfont.py to the characters\n"
        f"in characters.txt and renamed {FAMILY}, as its licence asks. SHA-256:\n\n" + "".join(sums)
    )
    print(f"{len(characters)} characters, {len(font.getGlyphOrder())} glyphs, {(TARGET / 'hebb-math.woff2').stat().st_size} bytes")


if __name__ == "__main__":
    main()
