"""How are the heads for events and figures made? They learn on the vectors that the language model, which stays as it is, gives each word."""

import argparse
import json
import random
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, compose, helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from data import Pieces, Sample, tensors
from model import WIDE
from telling import ACTS, COUNTS, SIDES, TIMES, Telling, eventful, figured, loss

HERE = Path(__file__).parent
VECTORS = "vectors"
OURS = "told/"  # before the names of what the heads are made of
OUTPUTS = ["acts", "sides", "moods", "counts"]


def with_vectors(path):
    """The language model with the words' vectors as a further output, and without events and figures."""
    model = onnx.load(path)
    graph = model.graph
    kept = [output for output in graph.output if output.name not in OUTPUTS and output.name != VECTORS]
    del graph.output[:]
    graph.output.extend(kept)
    # Without the heads of an earlier run.
    ours = lambda name: name.startswith(OURS) or name in OUTPUTS
    for parts, of_heads in ((graph.node, lambda node: ours(node.output[0])), (graph.initializer, lambda part: ours(part.name)), (graph.value_info, lambda part: ours(part.name))):
        rest = [part for part in parts if not of_heads(part)]
        del parts[:]
        parts.extend(rest)
    known = next(node for node in graph.node if "tags" in node.name and node.op_type in ("MatMul", "Gemm")).input[0]
    for node in graph.node:
        node.input[:] = [VECTORS if name == known else name for name in node.input]
        node.output[:] = [VECTORS if name == known else name for name in node.output]
    graph.output.append(helper.make_tensor_value_info(VECTORS, TensorProto.FLOAT, ["batch", "words", WIDE]))
    return model


def vectors(model, samples, pieces):
    """The vectors of each sample's words, each sentence run by itself as the program does."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]

    def run(sample):
        ids, shapes, mask, first, last = (t.to(torch.int32).numpy() for t in tensors([Sample(sample.words)], pieces))
        real = int(mask.sum())
        inputs = dict(zip(names, (ids[:, :real], shapes[:, :real], mask[:, :real], first[:, : len(sample.words)], last[:, : len(sample.words)])))
        return session.run([VECTORS], inputs)[0][0].astype(np.float16)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, samples))


def batch(group):
    """Vectors and padding of (sample, vectors) pairs."""
    wide = max(len(sample.words) for sample, _ in group)
    found, padding = torch.zeros(len(group), wide, WIDE), torch.ones(len(group), wide)
    for row, (sample, known) in enumerate(group):
        found[row, : len(sample.words)] = torch.from_numpy(known.astype(np.float32))
        padding[row, : len(sample.words)] = 0.0
    return found, padding


def deal(known, budget, chance):
    """Batches of sentences of like length, at most `budget` words each."""
    groups, group = [], []
    for one in sorted(known, key=lambda one: len(one[0].words) + chance.random() * 4):
        if group and (len(group) + 1) * max(len(one[0].words), len(group[-1][0].words)) > budget:
            groups.append(group)
            group = []
        group.append(one)
    groups.append(group)
    chance.shuffle(groups)
    return groups


def score(telling, known):
    """F1 of triggers, with and without their type; of the words of each side, given the gold heads; of numbers' words with their measure; shares of times right."""
    counts = {name: [0, 0, 0] for name in ("triggers", "typed", *SIDES, "measures")}
    times = heads = 0

    def add(name, right, said, true):
        counts[name] = [a + b for a, b in zip(counts[name], (right, said, true))]

    for one in known:
        sample = one[0]
        with torch.inference_mode():
            acts, sides, moods, numbers = (o[0].numpy() for o in telling(*batch([one])))
        for scores, gold, names in ((acts, sample.acts, ("triggers", "typed")), (numbers, sample.counts, ("measures",))):
            for guess, true in zip(scores.argmax(1), gold or []):
                add(names[-1], guess == true > 0, guess > 0, true > 0)
                if len(names) > 1:
                    add(names[0], guess > 0 and true > 0, guess > 0, true > 0)
        for head, time, _ in sample.heads:
            heads, times = heads + (time >= 0), times + (moods[head, :-1].argmax() == time)
            for index, side in enumerate(SIDES):
                if (side == "subject") == (time < 0):
                    true = {word for h, word, s in sample.sides if (h, s) == (head, index)}
                    guess = set(np.flatnonzero(sides[head, :, index] > 0))
                    add(side, len(true & guess), len(guess), len(true))
    return {name: round(200 * float(right) / max(1, said + true), 1) for name, (right, said, true) in counts.items()} | {"time": round(100 * float(times) / max(1, heads), 1)}


def export(language, telling, out):
    """The language model and the heads as one network; the labels of both."""
    telling.eval()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "telling.onnx"
        example = torch.zeros(1, 5, WIDE), torch.zeros(1, 5)
        word = {0: "batch", 1: "words"}
        axes = {"telling_vectors": word, "telling_padding": word} | {name: word for name in OUTPUTS} | {"sides": {0: "batch", 1: "words", 2: "words"}}
        torch.onnx.export(telling, example, plain, input_names=["telling_vectors", "telling_padding"], output_names=OUTPUTS, dynamic_axes=axes, opset_version=17, dynamo=False)
        layer = [node.name for node in onnx.load(plain).graph.node if node.op_type == "MatMul" and node.name.startswith("/layer/")]
        small = Path(folder) / "int8.onnx"
        quantize_dynamic(plain, small, op_types_to_quantize=["MatMul"], nodes_to_quantize=layer, per_channel=True, reduce_range=True,
                         weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True})
        heads = onnx.load(small)
    # No word of a single passage is padding.
    graph = heads.graph
    padding = next(i for i in graph.input if i.name == "telling_padding")
    graph.input.remove(padding)
    zero = helper.make_tensor("telling_padding", TensorProto.FLOAT, [1, 1], [0.0])
    graph.initializer.append(zero)
    heads = compose.add_prefix(heads, OURS, rename_inputs=False, rename_outputs=False)
    language.ir_version = heads.ir_version = max(language.ir_version, heads.ir_version)
    merged = compose.merge_models(language, heads, io_map=[(VECTORS, "telling_vectors")])
    onnx.checker.check_model(merged)
    onnx.save(merged, out / "model.onnx")
    labels = json.loads((out / "labels.json").read_text()) | {"acts": ACTS, "counts": COUNTS, "sides": SIDES, "times": TIMES}
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n")
    print(f"{out / 'model.onnx'}: {(out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def material(part):
    paths = lambda folder: sorted((HERE / folder).glob(f"{part}*.txt"))
    return [s for path in paths("events") for s in eventful(path)] + [s for path in paths("figures") for s in figured(path)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=HERE / "../models/english", help="folder of the exported language model, which gains the heads")
    parser.add_argument("--epochs", default=20, type=int)
    parser.add_argument("--rate", default=1.5e-3, type=float)
    parser.add_argument("--budget", default=1500, type=int, help="words in a batch")
    parser.add_argument("--threads", default=2, type=int)
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(args.threads)
    chance = random.Random(1)
    pieces = Pieces(args.model / "vocab.txt")
    language = with_vectors(args.model / "model.onnx")
    parts = {}
    for part in ("train", "test"):
        samples = [s for s in material(part) if 0 < len(s.words) <= 120]
        parts[part] = list(zip(samples, vectors(language, samples, pieces)))
        print(f"{part}: {len(samples)} sentences", flush=True)
    telling = Telling()
    optimizer = torch.optim.AdamW(telling.parameters(), lr=args.rate, betas=(0.9, 0.98), weight_decay=0.05)
    steps = len(deal(parts["train"], args.budget, chance)) * args.epochs
    warm = steps // 20
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm))))
    for epoch in range(1, args.epochs + 1):
        telling.train()
        groups, running = deal(parts["train"], args.budget, chance), 0.0
        for group in groups:
            value = loss(telling(*batch(group)), [sample for sample, _ in group])
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(telling.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            running += value.item() / len(groups)
        telling.eval()
        torch.save(telling.state_dict(), args.model / "telling.pt")
        print(f"epoch {epoch} loss {running:.3f}", score(telling, parts["test"]), flush=True)
    export(language, telling, args.model)


if __name__ == "__main__":
    main()
