"""What does the model learn from, and how does text become words, word pieces and labels?

The tokenizer at the top and the pieces below it are a contract: the program that runs the model follows the same rules
(README.md writes them out)."""

import json
import random
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

import torch

UPOS = ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"]
DEPREL = [
    "root", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "cc:preconj", "ccomp",
    "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass", "dep", "det", "det:predet", "discourse", "dislocated",
    "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer",
    "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp",
]
KINDS = ["state", "nationality", "person", "organisation", "place", "facility", "weapon", "unit", "event", "date", "quantity", "money", "percent"]
NAMES = ["O"] + [f"{position}-{kind}" for kind in KINDS for position in "BI"]
SHAPES = ["lower", "title", "upper", "mixed", "digits", "alphanumeric", "punctuation", "other"]
GUM_GENRES = {"news", "interview", "bio", "voyage", "textbook", "vlog", "speech"}  # CC BY or public domain

# ---------------------------------------------------------------- text → words

PREFIXES = "anti|co|counter|cross|e|ex|inter|intra|mid|mini|multi|neo|non|over|post|pre|pro|re|semi|sub|ultra"
ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Brig|Cpl|Sen|Rep|Gov|Pres|Hon|Rev|St|Jr|Sr|Inc|Corp|Co|Ltd|Bros|vs|etc|approx|est|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Ph\\.D|Mt|Ft|Dept|Univ|Ave"
)
LETTER = r"[^\W\d_]"
WORD = re.compile(
    rf"""
      https?://[^\s<>"]*[^\s<>".,;:!?)\]'’] | www\.[^\s<>"]*[^\s<>".,;:!?)\]'’] | [\w.+-]+@[\w-]+(?:\.[\w-]+)+     # addresses
    | [\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|mil|edu|info|co\.uk|pdf|doc|html?)(?!\w)
    | [#@]\w+ | (?<=[\w.])['’](?:s|re|ve|ll|d|m)(?!\w)                                                          # F-35 's
    | (?:{LETTER}\.){{2,}} | (?:[A-Z]\.)+[A-Z](?!\w) | (?<!\w)[A-Z]\.(?=\s+[A-Z]) | No\.(?=\s*\d)             # U.S.  U.S  J. (Smith)  No. 5
    | (?<!\w)(?:{ABBREVIATIONS})\.
    | ['’]\d\ds(?!\w)                                                                                         # '90s
    | \d{{3}}-\d{{3}}-\d{{4}}
    | (?<!\w)(?:[A-Z][A-Za-z]*-[A-Z]{{0,3}}\d+|\d+[A-Z]+-[A-Z]?\d+|[A-Z]+\d+[A-Z]*-[A-Z]*\d+)[A-Za-z0-9]*              # S-400  3M-54  RQ4-B2
          (?:-[A-Z0-9]{{1,4}}(?![A-Za-z0-9]))*(?:/[A-Z]{{1,2}}\d?(?![A-Za-z0-9-]))*                              # AIM-120C-7  F-16C/D
    | (?:US|A|AU|C|CA|NZ|HK|S|R)?\$ | [£€¥₹₽₪₩₺]
    | \d+(?:[.,:/]\d+)*{LETTER}[^\W_]*(?:\.\d+[^\W_]+)? | \d+(?:[.,:/]\d+)* | \.\d+                             # 2.4bn  9M729  5.56x45mm  4,400
    | (?<!\w)(?:{PREFIXES}|{{prefixes_title}})-(?:{LETTER}[\w]*|\d+s?)(?:['’]{LETTER}+)*                           # anti-ship  mid-1980s
    | {LETTER}+(?:&{LETTER}+)+ | [^\W_]+(?:['’][^\W_]+)*['’]?                                                    # AT&T  O'Brien  don't
    | \.{{2,}} | [!?]{{2,}} | -{{2,}} | ={{2,}} | \*{{2,}} | _{{2,}} | \S
    """.replace("{prefixes_title}", "|".join(p.title() for p in PREFIXES.split("|"))),
    re.VERBOSE,
)
CLITIC = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))$", re.IGNORECASE)
FUSED = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3}


def words(text):
    """The (begin, end) of every syntactic word of `text`."""
    spans = []
    for match in WORD.finditer(text):
        begin, end = match.span()
        form = match.group()
        inner = form[:-1] if form[-1] in "'’" and len(form) > 1 else form
        clitic = CLITIC.search(inner)
        if inner != form:
            spans += [(begin, end - 1), (end - 1, end)]
        elif clitic and clitic.start() > 0 and form[0] not in "'’":
            spans += [(begin, begin + clitic.start()), (begin + clitic.start(), end)]
        elif form.lower() in FUSED:
            cut = begin + FUSED[form.lower()]
            spans += [(begin, cut), (cut, end)]
        else:
            spans.append((begin, end))
    return spans


# ---------------------------------------------------------------- words → pieces and shapes

PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "‐": "-", "‑": "-", "−": "-"})


def shape(word):
    """The index in SHAPES of how `word` is written."""
    letters = [c for c in word if c.isalpha()]
    digits = any("0" <= c <= "9" for c in word)
    upper = sum(c.isupper() for c in letters)
    lower = sum(c.islower() for c in letters)
    if letters and digits:
        return 5
    if digits:
        return 4
    if not letters:
        return 6
    if upper + lower < len(letters):
        return 7
    if upper == 0:
        return 0
    if upper == len(letters) and upper > 1:
        return 2
    return 1 if upper == 1 and letters[0].isupper() else 3


MASK = "[MASK]"  # stands for a hidden word


class Pieces:
    """BERT's uncased word pieces of a single word."""

    def __init__(self, vocabulary):
        self.list = Path(vocabulary).read_text(encoding="utf-8").splitlines()
        self.ids = {piece: i for i, piece in enumerate(self.list)}
        self.unknown, self.begin, self.end = (self.ids[p] for p in ("[UNK]", "[CLS]", "[SEP]"))
        self.known = {MASK: [self.ids[MASK]]}

    def __call__(self, word):
        if word not in self.known:
            plain = unicodedata.normalize("NFD", word.translate(PLAIN).lower())
            plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
            parts = re.findall(r"[^\W_]+|\S", plain)
            self.known[word] = [i for part in parts for i in self._split(part)] or [self.unknown]
        return self.known[word]

    def _split(self, part):
        found, at = [], 0
        while at < len(part):
            end = len(part)
            while end > at and ("##" if at else "") + part[at:end] not in self.ids:
                end -= 1
            if end == at:
                return [self.unknown]
            found.append(self.ids[("##" if at else "") + part[at:end]])
            at = end
        return found


# ---------------------------------------------------------------- samples


@dataclass
class Sample:
    """Some words with what is known of them; None where nothing is. `names` holds for each word the set of allowed name tags as bits."""

    words: list
    tags: list = None
    heads: list = None
    relations: list = None
    names: list = None
    ends: list = None
    weight: float = 1.0  # of the names
    shapes: list = None


ANY = (1 << len(NAMES)) - 1
OUTSIDE = 1


def allowed(position, *kinds):
    return sum(1 << NAMES.index(f"{position}-{kind}") for kind in kinds)


NUMERIC = sum(allowed(p, "date", "quantity", "money", "percent") for p in "BI")


def name_span(names, begin, end, *kinds):
    """Mark words begin..end as one name of one of these kinds."""
    for i in range(begin, end):
        names[i] = allowed("I" if i > begin else "B", *kinds)


def conllu(path, keep=lambda document: True):
    """Documents of (words, tags, heads, relations, misc) sentences."""
    documents, sentence, kept = [], [], True
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id"):
            kept = keep(line.split(" = ")[1])
            documents.append([])
        elif not line and sentence:
            if kept:
                documents = documents or [[]]
                columns = list(zip(*sentence))
                documents[-1].append(columns)
            sentence = []
        elif line and line[0] != "#":
            cell = line.split("\t")
            if cell[0].isdigit():
                sentence.append((cell[1], cell[3], int(cell[6]), cell[7], cell[9]))
    return [d for d in documents if d]


def trees(path, keep=lambda document: True):
    """Documents of parsed samples."""
    return [[tree(*columns) for columns in document] for document in conllu(path, keep)]


def relation(name):
    """The index of a relation, of its basic relation where the subtype is too rare to keep."""
    return DEPREL.index(name if name in DEPREL else {"nmod:npmod": "nmod:unmarked", "obl:npmod": "obl:unmarked", "obl:tmod": "obl:unmarked"}.get(name, name.split(":")[0]))


def tree(forms, tags, heads, relations, misc):
    names = [ANY] * len(forms)
    for i, (form, tag) in enumerate(zip(forms, tags)):
        if form[0].islower() and tag in ("NOUN", "VERB", "AUX", "PRON", "ADV", "ADJ", "SCONJ", "PART", "INTJ"):
            names[i] = OUTSIDE | NUMERIC
    for begin, end, kind in gum_names(forms, tags, misc):
        name_span(names, begin, end, *kind)
    return Sample(list(forms), [UPOS.index(t) for t in tags], list(heads), [relation(r) for r in relations], names, weight=0.3)


# ---------------------------------------------------------------- names

TITLES = set(
    "president prime minister secretary general gen gen. lt lt. col col. maj maj. capt capt. adm adm. admiral colonel major captain lieutenant "
    "sergeant sgt. mr mr. mrs mrs. ms ms. dr dr. professor prof. sir lord lady king queen prince princess sheikh ambassador senator sen. rep. "
    "governor chancellor chief commander director minister-designate spokesman spokesperson representative high vice deputy foreign "
    "defence defense special envoy head member members judge justice pope saint st. emperor duke earl baron".split()
)
STATES = {line for line in (Path(__file__).parent / "states.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"}
UNITS = re.compile(r"\b(Army|Navy|Brigade|Regiment|Division|Fleet|Force|Forces|Corps|Squadron|Battalion|Command|Guard|Guards|Marines|Wing)\b")
FACILITIES = re.compile(r"\b(Airport|Air|Base|Port|Station|Prison|Hospital|Bridge|Stadium|Palace|Hall|Plant|Center|Centre|Museum|Building|Square|Mosque|Church|House)\b")


def kinds_of(kind, text):
    """Our kinds that a person, organisation or place of another scheme can be."""
    if kind == "place":
        return ["state"] if text in STATES else ["place", "facility"] if FACILITIES.search(text) else ["place"]
    if kind == "organisation":
        return ["state"] if text in STATES else ["organisation", "unit"] if UNITS.search(text) else ["organisation"]
    return [kind]


def gum_names(forms, tags, misc):
    """The spans of GUM's linked mentions that are bare names."""
    open_spans, found = {}, []
    kinds = {"person": "person", "place": "place", "organization": "organisation"}
    for i, cell in enumerate(misc):
        entity = next((part[7:] for part in cell.split("|") if part.startswith("Entity=")), "")
        for bracket in re.findall(r"\(?[^()]+\)?", entity):
            field = bracket.strip("()").split("-", 7)
            if bracket[0] == "(":
                open_spans.setdefault(field[0], []).append((i, field))
            if bracket[-1] == ")" and open_spans.get(field[0]):
                begin, field = open_spans[field[0]].pop()
                end = i + 1
                if len(field) < 8 or field[1] not in kinds:
                    continue
                while begin < end and (tags[begin] == "DET" or field[1] == "person" and forms[begin].lower() in TITLES):
                    begin += 1
                end -= end > begin and forms[end - 1] in ("'s", "’s", "'", "’")
                if begin < end and all(t == "PROPN" or f in ("of", "-", "for", "and") for t, f in zip(tags[begin:end], forms[begin:end])):
                    found.append((begin, end, kinds_of(kinds[field[1]], " ".join(forms[begin:end]))))
    return sorted(found, key=lambda span: span[1] - span[0])  # longer ones are written last and win


def labelled(path):
    """Our own sentences: plain text with {label|name} marks, one a line."""
    samples = []
    for line in open(path, encoding="utf-8"):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        text, marks = "", []
        for part in re.split(r"(\{\w+\|[^}]*\})", line):
            if part.startswith("{") and "|" in part:
                kind, name = part[1:-1].split("|", 1)
                if kind not in KINDS:
                    raise ValueError(f"{path}: unknown label {kind!r} in: {line}")
                marks.append((len(text), len(text) + len(name), kind))
                text += name
            else:
                text += part
        samples.append(marked(text, marks))
    return samples


def marked(text, marks, outside=OUTSIDE, weight=1.0):
    """A sample of `text` where marks are (begin, end, kind or kinds or None for unknown); a mark that cuts a word takes all of it."""
    spans = words(text)
    names = [outside] * len(spans)
    for begin, end, kind in marks:
        inside = [i for i, (b, e) in enumerate(spans) if b < end and e > begin and names[i] == outside]
        if not inside:
            continue
        if kind is None:
            for i in inside:
                names[i] = ANY
        else:
            name_span(names, inside[0], inside[-1] + 1, *([kind] if isinstance(kind, str) else kind))
    return Sample([text[b:e] for b, e in spans], names=names, weight=weight)


def wikigold(path):
    """(train, test): the first four fifths and the rest of Wikigold; dates and amounts are not marked there."""
    samples = []
    for block in Path(path).read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split() for line in block.splitlines() if line.strip() and "DOCSTART" not in line]
        if not rows:
            continue
        forms, names, at = [], [], 0
        pieces = []
        for form, label in rows:
            parts = re.findall(r"[^-]+|-", form) if re.fullmatch(rf"{LETTER}+(-{LETTER}+)+", form) and not re.match(rf"({PREFIXES})-", form, re.I) else [form]
            pieces += [(part, label[2:] or None) for part in parts]
        forms = [form for form, _ in pieces]
        names = [OUTSIDE | NUMERIC] * len(forms)
        while at < len(pieces):
            end = at + 1
            while end < len(pieces) and pieces[end][1] == pieces[at][1]:
                end += 1
            kind = {"PER": "person", "ORG": "organisation", "LOC": "place"}.get(pieces[at][1])
            if kind:
                name_span(names, at, end, *kinds_of(kind, " ".join(forms[at:end])))
            elif pieces[at][1]:
                names[at:end] = [OUTSIDE | sum(allowed(p, "nationality", "weapon", "event") for p in "BI")] * (end - at)
            at = end
        samples.append(Sample(forms, names=names, weight=0.5))
    cut = len(samples) * 4 // 5
    return samples[:cut], samples[cut:]


def re3d(folder):
    """(train, test) of re3d; every fifth document of each source tests. Mentions that are no bare names teach nothing."""
    kinds = {"Weapon": "weapon", "MilitaryPlatform": "weapon", "Person": "person", "Organisation": "organisation", "Nationality": "nationality",
             "Location": "place", "Money": "money", "Quantity": "quantity", "Temporal": "date"}
    parts = [], []
    for source in sorted(Path(folder).iterdir()):
        if not source.is_dir():
            continue
        read = lambda name: [json.loads(line) for line in open(source / name, encoding="utf-8-sig") if line.strip()]
        entities = {}
        for e in read("entities.json"):
            entities.setdefault(e["documentId"], []).append(e)
        for number, document in enumerate(read("documents.json")):
            text, marks = document["text"], []
            for e in sorted(entities.get(document["_id"], []), key=lambda e: (e["confidence"] < 0.5, e["begin"] - e["end"])):
                begin, end, kind = e["begin"], e["end"], kinds.get(e["type"])
                article = re.match(r"(the|a|an)\s+", text[begin:end], re.I)
                begin += article.end() if article else 0
                name = text[begin:end]
                capital = all(w[0].isupper() or w in ("of", "for", "the", "and", "al", "-") or not w[0].isalpha() for w in name.split())
                if kind == "weapon" and not re.search(r"[A-Z].*\d", name):
                    kind = None
                if kind == "nationality" and name.lower() in ("shia", "sunni", "islamic", "muslim", "christian", "arab", "kurdish", "kurds"):
                    kind = None
                if kind == "place" and "," in name:
                    kind = None
                if kind == "person" and any(w.lower() in TITLES for w in name.split()):
                    kind = None
                if e["confidence"] < 0.5 or kind is None or kind in ("person", "organisation", "place", "nationality") and not capital:
                    marks.append((begin, end, None))
                else:
                    marks.append((begin, end, kinds_of(kind, name)))
            for begin, end in rough_sentences(text):
                inside = [(b - begin, e - begin, k) for b, e, k in marks if begin <= b and e <= end]
                sample = marked(text[begin:end], inside, outside=OUTSIDE | sum(allowed(p, "facility", "event", "percent", "unit") for p in "BI"), weight=0.5)
                if 3 < len(sample.words) < 120:
                    parts[number % 5 == 0].append(sample)
    return parts


def rough_sentences(text):
    begin = 0
    for match in re.finditer(r"\n+|(?<=[a-z\d)\]][.!?])[\"”’]?\s+(?=[A-Z\"“])", text):
        if match.start() > begin:
            yield begin, match.start()
        begin = match.end()
    if begin < len(text):
        yield begin, len(text)


# ---------------------------------------------------------------- training material


class Material:
    """All that trains; `epoch` deals it out with fresh windows and variations."""

    def __init__(self, data, own, quick=False):
        data, own = Path(data), Path(own)
        self.documents = trees(data / "UD_English-EWT/en_ewt-ud-train.conllu")
        self.documents += trees(data / "UD_English-GUM/en_gum-ud-train.conllu", lambda name: name.split("_")[1] in GUM_GENRES)
        self.own = [] if quick else [s for path in sorted(own.glob("train*.txt")) for s in labelled(path)]
        self.other = [] if quick else wikigold(data / "wikigold/CONLL-format/data/wikigold.conll.txt")[0] + re3d(data / "re3d")[0]

    def epoch(self, seed):
        chance = random.Random(seed)
        samples = [s for document in self.documents for s in document] + self.own * 2 + self.other
        windows = [window(document, chance) for document in self.documents + [self.own] if document for _ in range(max(1, len(document) // 6))]
        samples = [vary(replace(s, ends=[0] * (len(s.words) - 1) + [-1]), chance) for s in samples] + [vary(w, chance) for w in windows if w]
        return [s for s in samples if 0 < len(s.words) <= 160]


def window(document, chance):
    """Two or three consecutive sentences as one sample; it teaches names and sentence ends."""
    if len(document) < 2:
        return None
    at = chance.randrange(len(document) - 1)
    run = document[at : at + chance.choice((2, 2, 3))]
    return Sample(
        [w for s in run for w in s.words],
        names=[n for s in run for n in s.names],
        ends=[int(i == len(s.words) - 1) for s in run for i in range(len(s.words))],
        weight=run[0].weight,
    )


def vary(sample, chance):
    """Now and then a sample as a headline: other capitals, no full stop at the end."""
    forms = sample.words
    shapes = [shape(w) for w in forms]
    dice = chance.random()
    if dice < 0.08:
        new = 1 if dice < 0.045 else 2 if dice < 0.065 else 0
        shapes = [new if s in (0, 1, 2, 3) and not (new == 1 and s in (2, 3)) else s for s in shapes]
    sample = replace(sample, shapes=shapes)
    last = len(forms) - 1
    if last > 3 and forms[last] == "." and (sample.heads is None or last + 1 not in sample.heads) and sample.ends[last] == -1 and chance.random() < 0.06:
        cut = {field: getattr(sample, field)[:last] for field in ("words", "tags", "heads", "relations", "names", "ends", "shapes") if getattr(sample, field)}
        cut["ends"][-1] = -1
        sample = replace(sample, **cut)
    return sample


# ---------------------------------------------------------------- batches


def batches(samples, pieces, budget=1100, chance=None):
    """Batches of samples of like length, at most `budget` padded pieces each; shuffled where `chance` is given."""
    length = {id(s): sum(len(pieces(w)) for w in s.words) + 2 for s in samples}
    padded = lambda s: width(length[id(s)])
    samples = [s for s in samples if length[id(s)] <= 512]
    order = sorted(samples, key=lambda s: length[id(s)] + (chance.random() * 6 if chance else 0))
    groups, group = [], []
    for s in order:
        if group and (len(group) + 1) * max(padded(s), padded(group[-1])) > budget:
            groups.append(group)
            group = []
        group.append(s)
    if group:
        groups.append(group)
    if chance:
        chance.shuffle(groups)
    return groups


def tensors(group, pieces):
    """The model's five inputs for a batch of samples."""
    rows = []
    for s in group:
        ids, shapes, first, last = [pieces.begin], [7], [], []
        for word, form in zip(s.words, s.shapes or [shape(w) for w in s.words]):
            first.append(len(ids))
            ids += pieces(word)
            shapes += [form] * (len(ids) - len(shapes))
            last.append(len(ids) - 1)
        rows.append((ids + [pieces.end], shapes + [7], [1] * (len(ids) + 1), first, last))
    return [pad([row[k] for row in rows]) for k in range(5)]


def width(longest):
    """How wide a batch is: a multiple of 8, since every shape costs kernels of its own."""
    return -(-max(1, longest) // 8) * 8


def pad(rows, fill=0):
    wide = width(max(map(len, rows)))
    return torch.tensor([list(row) + [fill] * (wide - len(row)) for row in rows])


def targets(group):
    """What the heads should say: −1 (or all-allowed names) where nothing is known."""
    column = lambda field: pad([getattr(s, field) or [-1] * len(s.words) for s in group], -1)
    bits = pad([s.names or [ANY] * len(s.words) for s in group], ANY)
    return {
        "tags": column("tags"), "heads": column("heads"), "relations": column("relations"), "ends": column("ends"),
        "names": (bits.unsqueeze(-1) >> torch.arange(len(NAMES))) & 1 == 1,
        "weight": torch.tensor([s.weight for s in group]),
        "real": pad([[1] * len(s.words) for s in group]) == 1,
    }
