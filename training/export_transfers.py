"""How does a checkpoint of the transfer finder become the model that ships? Writes model.onnx (int8 encoder, float heads) and labels.json."""

import json

import torch

from export import main, mean, quantised
from transfer_model import LABELS, STEPS, TransferFinder
from transfers import ROLES

OUTPUTS = ["steps", "marks", "told", "held"]


def export(checkpoints, out, float32=False):
    saved = mean(checkpoints)
    model = TransferFinder(**saved["sizes"])
    model.load_state_dict(saved["model"])
    word = {0: "batch", 1: "words"}
    axes = {name: word for name in OUTPUTS[:2]} | {name: {0: "batch", 2: "words", 3: "words"} for name in OUTPUTS[2:]}
    axes |= {"clues": word, "heads": word, "paths": {0: "batch", 1: "words", 2: "words"}}
    further = {
        "clues": torch.zeros(2, 5, len(saved["sizes"]["clues"]), dtype=torch.int32),
        "heads": torch.zeros(2, 5, dtype=torch.int32),
        "paths": torch.zeros(2, 5, 5, dtype=torch.int32),
    }
    quantised(model, out, OUTPUTS, axes, float32, further)
    labels = {"version": 1, "steps": STEPS, **LABELS, "roles": ROLES, **saved["words"]}
    (out / "labels.json").write_text(json.dumps(labels, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(export, __doc__, "transfers")
