"""How are the weights of the transfer finder made? Goes on from the language model's encoder and learns from our own passages."""

import json
import os
import random
import re
import subprocess
import time
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
import numpy as np
import torch

from data import MASK, Pieces, pad, shape, tensors, width
from score_transfers import score
from train import Trainer, options, pretrained
from transfer_model import LABELS, STEPS, TransferFinder, loss
from transfers import ROLES, passages

HERE = Path(__file__).parent
BREAK = "[SEP]"  # stands between the paragraphs of a passage
CLUES = ["tag", "relation", "name", "party", "arms", "says"]
LONGEST = 4  # steps of a path
COMMAND = "cargo run --quiet --package attache-reading --example clues"


@dataclass
class Sample:
    """A passage as words. `claims` are (trigger word, labels, {role: [words]}); a span stands as its last word."""

    words: list
    shapes: list
    sentences: list  # the number of each word's sentence; -1 for a break
    clues: list  # the clues of each word, as words of labels.json
    heads: list  # each word's head, itself where it has none
    relations: list
    claims: list


def with_clues(passages, command):
    """Samples of the passages, with what the program knows of their words."""
    lines = [json.dumps({"lines": p.lines, "headline": p.headline}, ensure_ascii=False) for p in passages]
    size = -(-len(lines) // os.cpu_count())
    shares = [lines[at : at + size] for at in range(0, len(lines), size)]
    ask = lambda share: subprocess.run(command, input="\n".join(share), capture_output=True, text=True, check=True).stdout.rstrip("\n").split("\n")
    with ThreadPoolExecutor() as pool:
        shown = [line for answer in pool.map(ask, shares) for line in answer]
    return [sample(passage, json.loads(line)) for passage, line in zip(passages, shown, strict=True)]


def sample(passage, sentences):
    raw = passage.text.encode()
    characters = {len(passage.text[:at].encode()): at for at in range(len(passage.text) + 1)}
    s, spans, paragraph = Sample([], [], [], [], [], [], []), [], 0
    for number, sentence in enumerate(sentences):
        begin = len(raw[: sentence[0]["span"]["start"]].split(b"\n")) - 1
        if s.words and begin != paragraph:
            s.words.append(BREAK)
            s.shapes.append(7)
            s.sentences.append(-1)
            s.clues.append(None)
            s.heads.append(len(s.heads))
            s.relations.append("")
            spans.append((-1, -1))
        paragraph, first = begin, len(s.words)
        for word in sentence:
            span = characters[word["span"]["start"]], characters[word["span"]["end"]]
            form = passage.text[slice(*span)]
            spans.append(span)
            s.heads.append(len(s.words) if word["head"] is None else first + word["head"])
            s.words.append(form)
            s.shapes.append(shape(form))
            s.sentences.append(number)
            s.clues.append(word["clues"])
            s.relations.append(word["relation"])

    def last(span):
        inside = [i for i, (b, e) in enumerate(spans) if b < span[1] and e > span[0]]
        while len(inside) > 1 and s.words[inside[-1]] in ("'s", "’s", "'", "’", ".", ",", '"', "”"):
            inside.pop()
        return inside[-1] if inside else None

    for told in passage.told:
        roles = {role: [last(span) for span in found] for role, found in told.spans.items()}
        trigger = last(told.trigger)
        # A sentence splitter may have dropped a word or two.
        if trigger is not None and all(i is not None for found in roles.values() for i in found):
            s.claims.append((trigger, told.labels, roles))
    return s


def path(s, start, end):
    """As `clues::path` of the program: the way through the tree from one word of a sentence to another."""

    def climb(word):
        chain = [word]
        while len(chain) <= LONGEST and s.heads[chain[-1]] != chain[-1]:
            chain.append(s.heads[chain[-1]])
        return chain

    up, down = climb(start), climb(end)
    for steps in range(LONGEST + 1):
        for a in range(steps + 1):
            b = steps - a
            if a < len(up) and b < len(down) and up[a] == down[b]:
                return "".join(s.relations[w] + "^" for w in up[:a]) + "".join("/" + s.relations[w] for w in reversed(down[:b])) or "="
    return "~"


def distance(start, end):
    """As `clues::distance`: how many sentences apart."""
    apart = end - start
    return "~" if apart == 0 else "-1" if apart == -1 else "-2" if apart == -2 else "-3" if apart in (-3, -4) else "-5" if apart < 0 else "+1" if apart == 1 else "+2" if apart == 2 else "+3"


class Words:
    """The words of labels.json for clues and paths; the first of each list stands for all that is not in it."""

    def __init__(self, clues, paths):
        self.lists = {"clues": clues, "paths": paths}
        self.clues = [{word: i for i, word in enumerate(clues[name])} for name in CLUES]
        self.paths = {word: i for i, word in enumerate(paths)}
        self.known = {}

    @staticmethod
    def of(samples):
        clues, paths = {name: Counter() for name in CLUES}, Counter()
        for s in samples:
            for word in filter(None, s.clues):
                for name, clue in zip(CLUES, word):
                    clues[name][clue] += 1
            anchors = {trigger for trigger, *_ in s.claims} | {i for *_, roles in s.claims for i in roles["item"]}
            for anchor in anchors:
                paths.update(path(s, anchor, i) for i in range(len(s.words)) if s.sentences[i] == s.sentences[anchor])
        far = ["-1", "-2", "-3", "-5", "+1", "+2", "+3"]
        frequent = lambda counts, least: [word for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if count >= least]
        return Words({name: ["?"] + frequent(counts, 4) for name, counts in clues.items()}, ["?"] + far + frequent(paths, 12))

    def inputs(self, s):
        """Clues, heads and paths of a sample as numbers."""
        if id(s) not in self.known:
            count = len(s.words)
            clues = np.zeros((count, len(CLUES)), dtype=np.int32)
            for i, word in enumerate(s.clues):
                if word:
                    clues[i] = [table.get(clue, 0) for table, clue in zip(self.clues, word)]
            order = {number: nth for nth, number in enumerate(dict.fromkeys(n for n in s.sentences if n >= 0))}
            paths = np.zeros((count, count), dtype=np.int16)
            members = {number: [i for i in range(count) if s.sentences[i] == number] for number in order}
            for a, here in members.items():
                for b, there in members.items():
                    if a == b:
                        for i in here:
                            for j in here:
                                paths[i, j] = self.paths.get(path(s, i, j), 0)
                    else:
                        paths[np.ix_(here, there)] = self.paths[distance(order[a], order[b])]
            self.known[id(s)] = (clues, np.array(s.heads, dtype=np.int32), paths, s)
        return self.known[id(s)][:3]

    def tensors(self, group, anchors=None):
        """The further inputs of a batch; with `anchors` only their paths."""
        wide = width(max(len(s.words) for s in group))
        clues = np.zeros((len(group), wide, len(CLUES)), dtype=np.int64)
        heads = np.zeros((len(group), wide), dtype=np.int64)
        paths = np.zeros((len(group), wide if anchors is None else anchors.shape[1], wide), dtype=np.int64)
        for row, s in enumerate(group):
            count = len(s.words)
            clues[row, :count], heads[row, :count], between = self.inputs(s)
            if anchors is None:
                paths[row, :count, :count] = between
            else:
                paths[row, :, :count] = between[anchors[row]]
        return [torch.from_numpy(array) for array in (clues, heads, paths)]


def part(s, cut):
    """The passage from word `cut` on."""
    claims = [(trigger - cut, labels, {role: [i - cut for i in found] for role, found in roles.items()}) for trigger, labels, roles in s.claims if trigger >= cut]
    return Sample(s.words[cut:], s.shapes[cut:], s.sentences[cut:], s.clues[cut:], [max(0, head - cut) for head in s.heads[cut:]], s.relations[cut:], claims)


def without_headline(s):
    """The passage without its first paragraph, where no claim leans on it."""
    if BREAK not in s.words or s.words.index(BREAK) > 30:
        return s
    shorter = part(s, s.words.index(BREAK) + 1)
    leans = any(i < 0 for _, _, roles in shorter.claims for found in roles.values() for i in found)
    return s if leans else shorter


def masked(s, words, chance, share):
    """Some words that the tables know are hidden, so that others of their kind will do as well."""
    known = lambda clues: clues and (clues[3] or clues[4])
    return [MASK if known(clues) and chance.random() < share else word for word, clues in zip(words, s.clues)]


class Renames:
    """Other states for those of a passage, their names, demonyms and capitals alike: who gives is told by the words, not by who it is."""

    def __init__(self, table):
        alone = lambda names: [name for name in names if re.fullmatch(r"[\w.'’-]+", name)]
        self.forms, self.names = {}, {}
        for state in tomllib.loads(table.read_text())["state"]:
            kinds = [alone([state["name"]] + state.get("names", [])), alone(state.get("demonyms", [])), alone([state.get("capital", "")])]
            for kind, forms in enumerate(kinds):
                for nth, form in enumerate(forms):
                    self.forms.setdefault(form, (state["code"], kind, nth))
            if all(kinds) and kinds[0][0] == state["name"]:
                self.names[state["code"]] = [kinds[0][:1], kinds[1], kinds[2]]

    def __call__(self, words, chance):
        known = [self.forms.get(word) for word in words]
        codes = sorted({form[0] for form in known if form})
        others = dict(zip(codes, chance.sample(sorted(self.names), len(codes))))

        def renamed(word, form):
            if form is None:
                return word
            code, kind, nth = form
            forms = self.names[others[code]][kind]
            return forms[min(nth, len(forms) - 1)]

        return [renamed(word, form) for word, form in zip(words, known)]


def targets(group):
    """What the heads should say; fillers that look like a right one elsewhere are not asked about."""
    wide = width(max(len(s.words) for s in group))
    steps = [[0] * len(s.words) for s in group]
    at, triggers, items, labels, fills, asked, anchors = [], [], [], [], [], [], []
    for row, s in enumerate(group):
        for trigger, marks, _ in s.claims:
            steps[row][trigger] = STEPS.index(marks["stage"])
        pairs, where = {}, {}
        anchors.append(sorted({word for trigger, _, roles in s.claims for word in (trigger, roles["item"][0])}))
        for i, form in enumerate(s.words):
            where.setdefault(form.lower(), []).append(i)
        for trigger, marks, roles in s.claims:
            pairs.setdefault((trigger, roles["item"][0]), (marks, []))[1].append(roles)
        every = {}
        for trigger, _, roles in s.claims:
            every.setdefault(trigger, set()).update(roles["item"])
        for (trigger, item), (marks, held) in pairs.items():
            fill = [[False] * wide for _ in ROLES]
            ask = [[True] * len(s.words) + [False] * (wide - len(s.words)) for _ in ROLES]
            for number, role in enumerate(ROLES):
                right = every[trigger] if role == "item" else {i for roles in held for i in roles.get(role, [])}
                for i in right:
                    for like in where[s.words[i].lower()]:
                        ask[number][like] = False
                for i in right:
                    fill[number][i] = ask[number][i] = True
            at.append(row)
            triggers.append(anchors[row].index(trigger))
            items.append(anchors[row].index(item))
            labels.append([values.index(marks[kind]) for kind, values in LABELS.items()])
            fills.append(fill)
            asked.append(ask)
    long = lambda values: torch.tensor(values, dtype=torch.long)
    return {
        "steps": pad(steps, -1), "anchors": pad(anchors), "at": long(at), "trigger": long(triggers), "item": long(items), "labels": long(labels),
        "fills": torch.tensor(fills), "asked": torch.tensor(asked),
    }


def epoch(samples, shorter, chance):
    """Every passage once, some without headline; some of their known words are hidden."""
    dealt = [b if chance.random() < 0.3 else a for a, b in zip(samples, shorter)]
    chance.shuffle(dealt)
    return [s for s in dealt if len(s.words) <= 400]


def batches(samples, pieces, budget, chance):
    length = lambda s: sum(len(pieces(w)) for w in s.words) + 2
    order = sorted(((length(s) + chance.random() * 40, s) for s in samples), key=lambda pair: pair[0])
    groups, group = [], []
    for long, s in order:
        if long > 512:
            continue
        if group and (len(group) + 1) * width(long) > budget:
            groups.append(group)
            group = []
        group.append(s)
    groups += [group] if group else []
    chance.shuffle(groups)
    return groups


def arguments():
    parser = options(__doc__, "ckpt-transfers", 11, 1600, 1.2e-4, 1e-3, 0.15)
    parser.add_argument("--passages", default=HERE / "transfers", type=Path, help="folder of the marked passages")
    parser.add_argument("--language", type=Path, help="a checkpoint of train.py whose encoder to go on from; else the pretrained one")
    parser.add_argument("--clues", default=COMMAND, help="the command that tells what the program knows of a passage's words")
    parser.add_argument("--rename", default=0.4, type=float, help="share of passages whose states are others")
    return parser.parse_args()


def main():
    args = arguments()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    pieces = Pieces(pretrained() / "vocab.txt")
    pieces.known[BREAK] = [pieces.end]
    read = lambda name: with_clues([p for path in sorted(args.passages.glob(name)) for p in passages(path)], args.clues.split())
    train, test = read("train-*.txt"), read("test-*.txt")
    rename = Renames(HERE / "../vocabulary/states.toml")
    shorter = [without_headline(s) for s in train]
    saved = torch.load(args.resume, weights_only=True) if args.resume else None
    known = Words(**saved["words"]) if saved else Words.of(train)
    model = TransferFinder([len(known.lists["clues"][name]) for name in CLUES], len(known.lists["paths"]), args.layers)
    if args.language:
        theirs = torch.load(args.language, weights_only=True)["model"]
        model.load_state_dict({name: value for name, value in theirs.items() if name.startswith(("encoder.", "word."))}, strict=False)
    else:
        model.encoder.load_minilm(pretrained() / "model.safetensors")
    per_epoch = len(batches(epoch(train, shorter, random.Random(0)), pieces, args.budget, random.Random(0)))
    trainer = Trainer(model, args.rate, args.head_rate, per_epoch * args.epochs, per_epoch)
    start = trainer.resume(saved) if saved else 0
    args.out.mkdir(parents=True, exist_ok=True)
    print(f"{len(train)} passages with {sum(len(s.claims) for s in train)} claims, {len(test)} to test; {per_epoch} steps an epoch", flush=True)
    for number in range(start + 1, args.epochs + 1):
        began, chance = time.time(), random.Random(args.seed * 1000 + number)

        def losses(model, group):
            other = lambda s: rename(s.words, chance) if chance.random() < args.rename else s.words
            shown, want = [replace(s, words=masked(s, other(s), chance, args.hide)) for s in group], targets(group)
            return loss(model(*tensors(shown, pieces), *known.tensors(group, want["anchors"].numpy()), want["anchors"]), want)

        trainer.epoch(number, batches(epoch(train, shorter, chance), pieces, args.budget, chance), losses)
        trainer.save(args.out / f"epoch{number}.pt", number, sizes=model.sizes, words=known.lists)
        model.eval()
        print(f"epoch {number} {time.time() - began:.0f} s", score(model, pieces, known, test), flush=True)


if __name__ == "__main__":
    main()
