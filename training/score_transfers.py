"""How well does the transfer finder do on passages it has not seen? Triggers with their step, roles at right triggers, whole claims."""

import torch

from data import tensors
from transfer_model import LABELS, STEPS
from transfers import ROLES

MANY = {"supplier", "recipient", "via", "item", "source"}
SURE = 0.5


def found(model, pieces, known, sample):
    """[(trigger, step, labels, {role: [words]})], a claim for each trigger and item: every word above 0 fills its role, more plainly than the program decides."""
    with torch.no_grad():
        outputs = [o[0] for o in model(*tensors([sample], pieces), *known.tensors([sample]))]
    count = len(sample.words)
    (steps, marks), (told, held) = (o[:count] for o in outputs[:2]), (o[:, :count, :count] for o in outputs[2:])
    claims = []
    likely = steps.softmax(-1)
    for trigger in range(count):
        if likely[trigger, 0] > 1 - SURE:
            continue
        step = STEPS[int(likely[trigger, 1:].argmax()) + 1]
        labels, begin = {"stage": step}, 0
        for kind, values in LABELS.items():
            labels[kind] = values[int(marks[trigger, begin : begin + len(values)].argmax())]
            begin += len(values)
        items = told[ROLES.index("item"), trigger]
        chosen = [i for i in range(count) if items[i] > 0] or [int(items.argmax())]
        for item in chosen:
            roles = {"item": [item]}
            for number, role in enumerate(ROLES):
                if role == "item":
                    continue
                scores = told[number, trigger] + held[number, item]
                above = [i for i in range(count) if scores[i] > 0]
                if above:
                    roles[role] = above if role in MANY else [max(above, key=lambda i: scores[i])]
            claims.append((trigger, labels, roles))
    return claims


def score(model, pieces, known, samples):
    right = {name: [0, 0, 0] for name in ["trigger", "stage", "time", "claim"] + ROLES}  # hits, found, wanted

    def count(name, ours, theirs):
        hits = len(ours & theirs)
        right[name] = [a + b for a, b in zip(right[name], (hits, len(ours), len(theirs)))]

    for sample in samples:
        ours, theirs = found(model, pieces, known, sample), sample.claims
        form = lambda i: sample.words[i].lower()
        count("trigger", {t for t, *_ in ours}, {t for t, *_ in theirs})
        count("stage", {(t, m["stage"]) for t, m, _ in ours}, {(t, m["stage"]) for t, m, _ in theirs})
        both = {t for t, *_ in ours} & {t for t, *_ in theirs}
        count("time", {(t, m["time"]) for t, m, _ in ours if t in both}, {(t, m["time"]) for t, m, _ in theirs if t in both})
        for role in ROLES:
            fillers = lambda claims: {(t, form(i)) for t, _, roles in claims if t in both for i in roles.get(role, [])}
            count(role, fillers(ours), fillers(theirs))
        name = lambda i: i if i is None else form(i)
        whole = lambda claims: {
            (m["stage"], form(i), name(s), name(r))
            for _, m, roles in claims for i in roles["item"] for s in roles.get("supplier") or [None] for r in roles.get("recipient") or [None]
        }
        count("claim", whole(ours), whole(theirs))
    f1 = lambda hits, ours, theirs: round(200 * hits / max(1, ours + theirs), 1)
    return {name: f1(*counts) for name, counts in right.items()}
