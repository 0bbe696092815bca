"""Which transfers do our own passages tell? Reads the marked passages of transfers/ and says what is wrong with their form."""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

STAGES = "sought offered memorandum approved ordered delivering delivered suspended cancelled refused returned".split()
TIMES = "past ongoing planned hypothetical".split()
MARKS = {
    "polarity": ["affirmed", "denied"],
    "certainty": ["asserted", "likely", "possible"],
    "terms": ["unknown", "sale", "aid", "loan", "licence", "re-export", "smuggling"],
    "covert": ["open", "covert"],
    "condition": ["new", "second-hand"],
}
ROLES = "supplier recipient via item quantity value agreed delivered source".split()
MANY = {"via", "source"}
SPAN = re.compile(r'([\w-]+)="([^"]*)"(?:#(\d+))?')


@dataclass
class Told:
    """One claim of a passage: its labels, and spans (begin, end) in the passage's text."""

    labels: dict
    trigger: tuple
    spans: dict = field(default_factory=dict)  # role → list of spans


@dataclass
class Passage:
    note: str
    headline: bool
    lines: list
    told: list = field(default_factory=list)

    @property
    def text(self):
        return "\n".join(self.lines)


def places(text, words):
    """Where `words` stand whole in `text`."""
    word = lambda at: 0 <= at < len(text) and text[at].isalnum()
    found = [match.start() for match in re.finditer(re.escape(words), text)]
    whole = [at for at in found if not (word(at - 1) and words[0].isalnum()) and not (word(at + len(words)) and words[-1].isalnum())]
    return [(at, at + len(words)) for at in whole or found]


def claim(line, text):
    """The claim of one "@" line."""
    plain = SPAN.sub(" ", line[1:]).split()
    if len(plain) < 2 or plain[0] not in STAGES or plain[1] not in TIMES:
        raise ValueError("expected a stage and a time first")
    labels = {"stage": plain[0], "time": plain[1]} | {kind: values[0] for kind, values in MARKS.items()}
    for mark in plain[2:]:
        kind = next((kind for kind, values in MARKS.items() if mark in values), None)
        if kind is None:
            raise ValueError(f"unknown mark {mark!r}")
        labels[kind] = mark
    spans = SPAN.findall(line)
    named = [(words, number) for role, words, number in spans if role == "trigger"]
    if len(named) != 1 or not named[0][0] or " " in named[0][0]:
        raise ValueError("expected one trigger of one word")

    def locate(words, number, near):
        found = places(text, words) if words else []
        if number and int(number) > len(found) or not found:
            raise ValueError(f"{words!r}{'#' + number if number else ''} is not in the passage")
        return found[int(number) - 1] if number else min(found, key=lambda span: abs(span[0] - near))

    others = [places(text, words) for role, words, _ in spans if role not in ("trigger", "source") and words]
    near = [span[0] for found in others if len(found) == 1 for span in found]
    triggers = places(text, named[0][0])
    if len(triggers) > 1 and not named[0][1] and near:
        middle = sorted(near)[len(near) // 2]
        trigger = min(triggers, key=lambda span: abs(span[0] - middle))
    else:
        trigger = locate(*named[0], 0)
    told = Told(labels, trigger)
    for role, words, number in spans:
        if role == "trigger":
            continue
        if role not in ROLES:
            raise ValueError(f"unknown role {role!r}")
        if role in told.spans and role not in MANY:
            raise ValueError(f"{role} comes twice")
        told.spans.setdefault(role, []).append(locate(words, number, trigger[0]))
    if not {"supplier", "recipient"} & told.spans.keys():
        raise ValueError("neither supplier nor recipient")
    if "item" not in told.spans:
        raise ValueError("no item")
    return told


def passages(path, faults=None):
    """The passages of a file; a fault in a line is added to `faults`, or raised where none are kept."""
    found, claims = [], []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if line.startswith("="):
            found.append(Passage(line[1:].strip(), False, []))
        elif line.startswith("@") and found:
            claims.append((found[-1], number, line))
        elif line and found:
            if line.startswith("# "):
                found[-1].headline, line = not found[-1].lines, line[2:]
            found[-1].lines.append(line)
    tell(path, claims, faults, lambda passage, line: claim(line, passage.text))
    return [passage for passage in found if passage.lines]


def tell(path, marked, faults, read):
    """Adds what `read` makes of each marked (passage, number, line); a fault is added to `faults`, or raised where none are kept."""
    for passage, number, line in marked:
        try:
            passage.told.append(read(passage, line))
        except ValueError as fault:
            if faults is None:
                raise ValueError(f"{path}:{number}: {fault}") from None
            faults.append(f"{path}:{number}: {fault}: {line}")


def check(passages, described):
    """Reads the files that the command names, says what is in them, and ends with 1 where a line has a fault."""
    faults = []
    for path in sys.argv[1:]:
        found = passages(path, faults)
        told = sum(len(passage.told) for passage in found)
        print(f"{path}: {len(found)} passages, {described(found, told)}")
    print(*faults, sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    check(passages, lambda found, told: f"{sum(not p.told for p in found)} without a transfer, {told} claims")
