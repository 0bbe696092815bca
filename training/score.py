"""How good is the model? Tags and trees on held-out treebanks, names on our held-out sentences, from a checkpoint or an exported model."""

import argparse
import re
from pathlib import Path

import numpy as np
import torch

from data import KINDS, NAMES, Pieces, Sample, allowed, batches, labelled, tensors, trees, wikigold

HERE = Path(__file__).parent


def best_tree(scores):
    """Heads (0 = root, words from 1) of the best tree with one root; scores[i][j] is for word i+1 under j."""
    n = scores.shape[0]
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:, :] = scores
    np.fill_diagonal(full, -np.inf)
    heads = full.argmax(1)
    heads[0] = -1
    if (heads[1:] == 0).sum() == 1 and not cycle(heads):
        return heads[1:].tolist()
    best, value = None, -np.inf
    for root in np.argsort(-full[1:, 0])[:4] + 1:
        one = full.copy()
        one[:, 0] = -np.inf
        one[root] = -np.inf
        one[root, 0] = full[root, 0]
        heads = chu_liu_edmonds(one)
        total = sum(one[d, heads[d]] for d in range(1, n + 1))
        if total > value:
            best, value = heads, total
    return best[1:].tolist() if best is not None else heads[1:].tolist()


def cycle(heads):
    """Some cycle among heads, as a list, or nothing."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        path, at = [], start
        while at > 0 and state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if at > 0 and state[at] == 1:
            return path[path.index(at) :]
        for node in path:
            state[node] = 2
    return []


def chu_liu_edmonds(scores):
    """The maximum spanning tree by contraction of cycles; scores[d][h]."""
    heads = scores.argmax(1)
    heads[0] = -1
    ring = cycle(heads)
    if not ring:
        return heads
    inside = set(ring)
    outside = [i for i in range(len(heads)) if i not in inside]
    ring = np.array(ring)
    kept = scores[ring, heads[ring]]
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(ring, outside)] - kept[:, None]
    small[-1, :-1] = into.max(0)
    out_of = scores[np.ix_(outside, ring)]
    small[:-1, -1] = out_of.max(1)
    small[0] = -np.inf
    found = chu_liu_edmonds(small)
    result = heads.copy()
    for k, node in enumerate(outside):
        if k:
            result[node] = ring[out_of[k].argmax()] if found[k] == len(outside) else outside[found[k]]
    enter = found[-1]
    result[ring[into[:, enter].argmax()]] = outside[enter]
    return result


def best_names(scores):
    """(begin, end, kind) spans of the best tag sequence in which I follows B or I of its kind."""
    size = len(NAMES)
    follow = np.zeros((size, size))
    for i in range(2, size, 2):
        follow[:, i] = -1e4
        follow[i - 1, i] = follow[i, i] = 0
    value = scores[0].copy()
    value[2::2] = -1e4
    back = []
    for row in scores[1:]:
        paths = value[:, None] + follow
        back.append(paths.argmax(0))
        value = paths.max(0) + row
    tags = [int(value.argmax())]
    for pointers in reversed(back):
        tags.append(int(pointers[tags[-1]]))
    return spans(tags[::-1])


def spans(tags):
    found = []
    for i, tag in enumerate(tags):
        if tag % 2:
            found.append([i, i + 1, KINDS[tag // 2]])
        elif tag and found and found[-1][1] == i:
            found[-1][1] = i + 1
    return {tuple(f) for f in found}


def predict(model, samples, pieces):
    """(sample, its five outputs as arrays without padding) for every sample."""
    for group in batches(samples, pieces, 1500):
        with torch.inference_mode():
            outputs = [np.asarray(o, dtype=np.float32) for o in model(*tensors(group, pieces))]
        for row, sample in enumerate(group):
            n = len(sample.words)
            tags, arcs, relations, names, ends = (o[row] for o in outputs)
            yield sample, (tags[:n], arcs[:n, : n + 1], relations[:n, : n + 1], names[:n], ends[:n])


def score_trees(model, documents, pieces):
    words = upos = uas = las = 0
    for sample, (tags, arcs, relations, _, _) in predict(model, [s for d in documents for s in d], pieces):
        heads = best_tree(arcs - np.log(np.exp(arcs - arcs.max(1, keepdims=True)).sum(1, keepdims=True)) - arcs.max(1, keepdims=True))
        for i, head in enumerate(heads):
            words += 1
            upos += tags[i].argmax() == sample.tags[i]
            uas += head == sample.heads[i]
            las += head == sample.heads[i] and relations[i, head].argmax() == sample.relations[i]
    return {"upos": round(100 * float(upos) / words, 2), "uas": round(100 * float(uas) / words, 2), "las": round(100 * float(las) / words, 2)}


def score_ends(model, documents, pieces):
    """F1 of sentence ends in windows of three sentences (the last word of a window does not count)."""
    windows = [d[i : i + 3] for d in documents for i in range(0, len(d) - 2, 3)]
    samples = [Sample([w for s in run for w in s.words], ends=[int(i == len(s.words) - 1) for s in run for i in range(len(s.words))]) for run in windows]
    right = found = gold = 0
    for sample, outputs in predict(model, samples, pieces):
        for said, true in zip(outputs[4][:-1] > 0, sample.ends[:-1]):
            right, found, gold = right + (said and true), found + said, gold + true
    return round(200 * float(right) / max(1, found + gold), 2)


def score_names(model, samples, pieces):
    """Span F1 over all kinds and of each kind; the samples' names are fully known."""
    counts = {}
    for sample, outputs in predict(model, samples, pieces):
        gold = spans([bits.bit_length() - 1 for bits in sample.names])
        found = best_names(outputs[3])
        for key in KINDS:
            a, b = ({s for s in side if s[2] == key} for side in (gold, found))
            right, said, true = counts.get(key, (0, 0, 0))
            counts[key] = right + len(a & b), said + len(b), true + len(a)
    f1 = lambda right, said, true: round(200 * right / max(1, said + true), 1)
    return {"names": f1(*map(sum, zip(*counts.values()))), **{key: f1(*counts[key]) for key in KINDS}}


def score_partial(model, samples, pieces):
    """Span F1 of persons, organisations and places where only these are marked; our finer kinds count as the coarse one."""
    coarse = {"person": "person", "organisation": "organisation", "unit": "organisation", "place": "place", "state": "place", "facility": "place"}
    right = said = true = 0
    for sample, outputs in predict(model, samples, pieces):
        gold, i = set(), 0
        while i < len(sample.names):
            bits = sample.names[i]
            first = next((k for k in range(1, len(NAMES), 2) if bits >> k & 1), None)
            if bits & 1 or first is None or bits == (1 << len(NAMES)) - 1:
                i += 1
                continue
            end = i + 1
            while end < len(sample.names) and sample.names[end] == bits << 1:
                end += 1
            gold.add((i, end, coarse.get(KINDS[first // 2])))
            i = end
        gold = {g for g in gold if g[2]}
        skip = {i for i, bits in enumerate(sample.names) if bits & 1 and bits & allowed("B", "event")}  # of other kinds, not compared
        found = {(b, e, coarse[k]) for b, e, k in best_names(outputs[3]) if k in coarse and not skip & set(range(b, e))}
        right, said, true = right + len(gold & found), said + len(found), true + len(gold)
    return round(200 * right / max(1, said + true), 1)


def score_all(model, pieces, data, own, part="dev"):
    """All scores as one line of text."""
    ewt, gum = trees(data / f"UD_English-EWT/en_ewt-ud-{part}.conllu"), trees(data / f"UD_English-GUM/en_gum-ud-{part}.conllu")
    lines = [f"EWT {score_trees(model, ewt, pieces)}", f"GUM {score_trees(model, gum, pieces)}", f"ends EWT {score_ends(model, ewt, pieces)} GUM {score_ends(model, gum, pieces)}"]
    if part == "test":
        lines.append(f"PUD {score_trees(model, trees(data / 'UD_English-PUD/en_pud-ud-test.conllu'), pieces)}")
    held_out = [s for path in sorted(Path(own).glob("test*.txt")) for s in labelled(path)]
    if held_out:
        lines.append(f"own {score_names(model, held_out, pieces)}")
    lines.append(f"wikigold {score_partial(model, wikigold(data / 'wikigold/CONLL-format/data/wikigold.conll.txt')[1], pieces)}")
    return "\n  ".join([""] + lines)


def load(path):
    """A checkpoint (.pt) or an exported model (.onnx) as a function of the five inputs."""
    if str(path).endswith(".onnx"):
        import onnxruntime

        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        names = [i.name for i in session.get_inputs()]
        return lambda *inputs: session.run(None, {n: t.to(torch.int32).numpy() for n, t in zip(names, inputs)})
    from model import Reader

    saved = torch.load(path, weights_only=True)
    model = Reader(saved["layers"])
    model.load_state_dict(saved["model"])
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="a checkpoint (.pt) or an exported model (.onnx)")
    parser.add_argument("--vocab", type=Path, help="vocab.txt; beside an exported model by default")
    parser.add_argument("--data", default=HERE / "../../shared/data", type=Path)
    parser.add_argument("--own", default=HERE / "labelled", type=Path)
    parser.add_argument("--part", default="dev", choices=["dev", "test"])
    args = parser.parse_args()
    if not args.vocab and args.model.suffix == ".onnx":
        args.vocab = args.model.parent / "vocab.txt"
    if not args.vocab:
        from train import pretrained

        args.vocab = pretrained() / "vocab.txt"
    print(score_all(load(args.model), Pieces(args.vocab), args.data, args.own, args.part))


if __name__ == "__main__":
    main()
