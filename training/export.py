"""How does a checkpoint become the model that ships? Writes model.onnx (int8 encoder, float heads), vocab.txt and labels.json."""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from data import DEPREL, NAMES, SHAPES, UPOS
from model import Reader
from train import pretrained

HERE = Path(__file__).parent
INPUTS = ["input_ids", "shape_ids", "attention_mask", "first_piece", "last_piece"]
OUTPUTS = ["tags", "arcs", "relations", "names", "ends"]


class Int8Table(torch.nn.Module):
    """An embedding table of bytes with one scale a row."""

    def __init__(self, weight):
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids):
        return self.table[ids].float() * self.scale[ids]


def quantised(model, out, outputs, axes, float32=False, further=None):
    """Writes model.onnx of a network with our five inputs and `further` ones: its layers in int8 unless `float32`."""
    further = further or {}
    model.eval()
    out.mkdir(parents=True, exist_ok=True)
    if not float32:
        model.encoder.pieces = Int8Table(model.encoder.pieces.weight.detach())
    pieces, words = torch.ones(2, 9, dtype=torch.int32), torch.ones(2, 5, dtype=torch.int32)
    example = (pieces, pieces.clone(), pieces.clone(), words, words.clone(), *further.values())
    piece, word = {0: "batch", 1: "pieces"}, {0: "batch", 1: "words"}
    axes = dict(zip(INPUTS, (piece, piece, piece, word, word))) | axes
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(model, example, plain, input_names=INPUTS + list(further), output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False)
        target = out / "model.onnx"
        if float32:
            shutil.copy(plain, target)
        else:
            graph = onnx.load(plain).graph
            encoder = [n.name for n in graph.node if n.op_type in ("MatMul", "Gemm") and n.name.startswith(("/encoder/", "/layer/"))]
            quantize_dynamic(plain, target, op_types_to_quantize=["MatMul", "Gemm"], nodes_to_quantize=encoder, per_channel=True,
                             reduce_range=True, weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True})
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def mean(checkpoints, shares=None):
    """The last checkpoint, its weights the mean of all, each by its share."""
    saved = [torch.load(path, weights_only=True) for path in checkpoints]
    shares = shares or [1.0] * len(saved)
    weights = {name: sum(share * one["model"][name].float() for share, one in zip(shares, saved, strict=True)) / sum(shares) for name in saved[-1]["model"]}
    return saved[-1] | {"model": weights}


def export(checkpoints, out, float32=False, shares=None):
    saved = mean(checkpoints, shares)
    model = Reader(saved["layers"])
    model.load_state_dict(saved["model"])
    word = {0: "batch", 1: "words"}
    axes = {name: word for name in OUTPUTS}
    axes["arcs"] = axes["relations"] = {0: "batch", 1: "words", 2: "nodes"}
    quantised(model, out, OUTPUTS, axes, float32)
    shutil.copy(pretrained() / "vocab.txt", out / "vocab.txt")
    labels = {"version": 1, "upos": UPOS, "deprel": DEPREL, "names": NAMES, "shapes": SHAPES}
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n")


def main(export, question, out):
    parser = argparse.ArgumentParser(description=question)
    parser.add_argument("checkpoints", type=Path, nargs="+", help="several are averaged")
    parser.add_argument("--shares", type=float, nargs="+", help="how much each counts, all alike unless told")
    parser.add_argument("--out", type=Path, default=HERE / "../models" / out)
    parser.add_argument("--float32", action="store_true", help="do not quantise")
    args = parser.parse_args()
    export(args.checkpoints, args.out, args.float32, args.shares)


if __name__ == "__main__":
    main(export, __doc__, "english")
