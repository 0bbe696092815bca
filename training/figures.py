"""Which figures do our own passages tell? Reads the marked passages of figures/ and says what is wrong with their form."""

import sys
from dataclasses import dataclass

from events import located, passages
from transfers import SPAN

MEASURES = "killed wounded missing detained displaced troops area distance duration money share members items".split()


@dataclass
class Counted:
    """One figure: its measure, and where its number and what it counts stand in its sentence."""

    measure: str
    sentence: int
    number: tuple
    spans: dict


def figure(line, sentences):
    """The figure of one "@" line."""
    plain = SPAN.sub(" ", line[1:]).split()
    if len(plain) != 1 or plain[0] not in MEASURES:
        raise ValueError("expected a measure")
    return Counted(plain[0], *located(line, sentences, "number", ["subject"]))


def main():
    faults = []
    for path in sys.argv[1:]:
        found = passages(path, faults, figure)
        told = sum(len(passage.told) for passage in found)
        print(f"{path}: {len(found)} passages, {sum(len(p.sentences) for p in found)} sentences, {told} figures")
    print(*faults, sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
