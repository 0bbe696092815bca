"""How does the head for tags fit what ships? It learns again on the vectors that the quantised network gives each word of the treebanks: of their
train parts, which the network knows by heart, and of their dev parts, which it has never seen."""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F

from data import GUM_GENRES, Pieces, trees
from train_telling import vectors, with_vectors

HERE = Path(__file__).parent
WORDS, SMOOTHING = 2048, 0.1  # in a batch; of the labels


def known(model, folder, pieces):
    """Vectors [words, WIDE] and tags of the treebanks' words."""
    of_genre = lambda document: document.split("_")[1] in GUM_GENRES
    documents = []
    for part in ("train", "dev"):
        documents += trees(folder / f"UD_English-EWT/en_ewt-ud-{part}.conllu")
        documents += trees(folder / f"UD_English-GUM/en_gum-ud-{part}.conllu", of_genre)
    samples = [s for document in documents for s in document if 0 < len(s.words) <= 120]
    found = np.concatenate(vectors(model, samples, pieces)).astype(np.float32)
    tags = np.concatenate([s.tags for s in samples])
    return torch.from_numpy(found[tags >= 0]), torch.from_numpy(tags[tags >= 0])


def fit(weight, bias, found, tags, epochs, rate):
    optimizer = torch.optim.Adam([weight, bias], lr=rate)
    batches = len(tags) // WORDS
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / (batches * epochs)))
    for _ in range(epochs):
        for chosen in torch.randperm(len(tags))[: batches * WORDS].view(batches, WORDS):
            value = F.cross_entropy(found[chosen] @ weight + bias, tags[chosen], label_smoothing=SMOOTHING)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            schedule.step()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=HERE / "../models/english", help="folder of the exported language model, whose tags are fitted")
    parser.add_argument("--data", default=HERE / "../../shared/data", type=Path, help="folder of the treebanks")
    parser.add_argument("--epochs", default=12, type=int)
    parser.add_argument("--rate", default=1e-3, type=float)
    args = parser.parse_args()
    torch.manual_seed(1)
    path = args.model / "model.onnx"
    model, pieces = onnx.load(path), Pieces(args.model / "vocab.txt")
    read = with_vectors(path)
    held = {initial.name: initial for initial in model.graph.initializer}
    product = next(node for node in model.graph.node if "tags" in node.name and node.op_type == "MatMul")
    sum_ = next(node for node in model.graph.node if product.output[0] in node.input)
    places = [next(name for name in node.input if name in held) for node in (product, sum_)]
    weight, bias = (torch.from_numpy(numpy_helper.to_array(held[name]).copy()).requires_grad_() for name in places)
    found, tags = known(read, args.data, pieces)
    right = lambda: f"{((found @ weight + bias).argmax(1) == tags).float().mean():.4f}"
    print(f"tags right: {right()}", flush=True)
    fit(weight, bias, found, tags, args.epochs, args.rate)
    print(f"tags right now: {right()}")
    for name, fitted in zip(places, (weight, bias)):
        held[name].CopyFrom(numpy_helper.from_array(fitted.detach().numpy(), name))
    onnx.save(model, path)


if __name__ == "__main__":
    main()
