//! Which tree fits the model's scores best?
//!
//! Chu–Liu–Edmonds over the arc scores, with exactly one word under the root.

/// The relations of Universal Dependencies for English, with the subtypes that the treebanks use.
const RELATIONS: &[&str] = &[
    "root",
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "clf",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:outer",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "flat:foreign",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:npmod",
    "nmod:poss",
    "nmod:tmod",
    "nmod:unmarked",
    "nsubj",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:npmod",
    "obl:tmod",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "vocative",
    "xcomp",
];

/// The relation of this name as the constant that tokens carry.
pub fn relation(name: &str) -> Option<&'static str> {
    RELATIONS.iter().copied().find(|&known| known == name)
}

/// Index of the largest score, the first of equals; 0 of nothing.
pub fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (index, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = index;
        }
    }
    best
}

/// The head of every word in the best tree with one root, `None` for the root itself.
///
/// `arcs` are the model's scores, one row of `count + 1` a word: column 0 for the root, column *j* for the *j*-th word.
pub fn best_tree(arcs: &[f32], count: usize) -> Vec<Option<usize>> {
    let nodes = count + 1;
    let scores = normalized(arcs, count);
    let mut heads = greedy(&scores, nodes);
    if heads.iter().skip(1).filter(|&&head| head == 0).count() != 1 || cycle(&heads).is_some() {
        heads = best_with_one_root(&scores, nodes);
    }
    heads.iter().skip(1).map(|&head| head.checked_sub(1)).collect()
}

/// One root by force: each word in turn keeps its arc from the root, the likeliest first, until no other can do better.
fn best_with_one_root(scores: &[f64], nodes: usize) -> Vec<usize> {
    // What a word brings at most when it is not the root.
    let inner = |word: usize| {
        scores[word * nodes + 1..(word + 1) * nodes]
            .iter()
            .copied()
            .fold(NEVER, f64::max)
    };
    let all_inner: f64 = (1..nodes).map(inner).sum();
    let bound = |root: usize| all_inner - inner(root) + scores[root * nodes];
    let mut candidates: Vec<usize> = (1..nodes).collect();
    candidates.sort_by(|&a, &b| bound(b).total_cmp(&bound(a)).then(a.cmp(&b)));
    let mut best: Option<(f64, Vec<usize>)> = None;
    for root in candidates {
        if best.as_ref().is_some_and(|(known, _)| bound(root) <= *known) {
            break;
        }
        let mut one = scores.to_vec();
        for word in (1..nodes).filter(|&word| word != root) {
            one[word * nodes] = NEVER;
        }
        one[root * nodes + 1..(root + 1) * nodes].fill(NEVER);
        let found = maximum_tree(&one, nodes);
        let total: f64 = (1..nodes).map(|word| one[word * nodes + found[word]]).sum();
        if best.as_ref().is_none_or(|(known, _)| total > *known) {
            best = Some((total, found));
        }
    }
    best.map(|(_, heads)| heads).unwrap_or_default()
}

/// Low enough never to be chosen, high enough to be added up.
const NEVER: f64 = -1e9;

/// Log-probabilities by row, for `nodes` rows (row 0, the root's, is empty) and `nodes` columns; no word is its own head.
fn normalized(arcs: &[f32], count: usize) -> Vec<f64> {
    let nodes = count + 1;
    let mut scores = vec![NEVER; nodes * nodes];
    for word in 1..nodes {
        let row = &arcs[(word - 1) * nodes..word * nodes];
        let finite = |score: f32| if score.is_finite() { f64::from(score) } else { NEVER };
        let highest = row.iter().map(|&score| finite(score)).fold(f64::MIN, f64::max);
        let sum: f64 = row.iter().map(|&score| (finite(score) - highest).exp()).sum();
        for (column, &score) in row.iter().enumerate().filter(|&(column, _)| column != word) {
            scores[word * nodes + column] = finite(score) - highest - sum.ln();
        }
    }
    scores
}

/// The best head of each node for itself; the root's is itself and means nothing.
fn greedy(scores: &[f64], nodes: usize) -> Vec<usize> {
    let mut heads = vec![0; nodes];
    for node in 1..nodes {
        let row = &scores[node * nodes..(node + 1) * nodes];
        for (column, score) in row.iter().enumerate() {
            if column != node && (heads[node] == node || *score > row[heads[node]]) {
                heads[node] = column;
            }
        }
    }
    heads
}

/// The nodes of some cycle.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at > 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at > 0 && seen[at] == start {
            let mut ring = vec![at];
            let mut next = heads[at];
            while next != at {
                ring.push(next);
                next = heads[next];
            }
            return Some(ring);
        }
    }
    None
}

/// The maximum spanning tree from node 0, by contracting cycles (Chu & Liu 1965, Edmonds 1967).
fn maximum_tree(scores: &[f64], nodes: usize) -> Vec<usize> {
    let mut heads = greedy(scores, nodes);
    let Some(ring) = cycle(&heads) else { return heads };
    let inside: Vec<bool> = (0..nodes).map(|node| ring.contains(&node)).collect();
    let outside: Vec<usize> = (0..nodes).filter(|&node| !inside[node]).collect();
    let score = |node: usize, head: usize| scores[node * nodes + head];
    // The ring becomes the last node of a smaller graph.
    let (small_nodes, ring_node) = (outside.len() + 1, outside.len());
    let mut small = vec![NEVER; small_nodes * small_nodes];
    let mut enter = vec![ring[0]; outside.len()];
    let mut leave = vec![ring[0]; outside.len()];
    for (i, &node) in outside.iter().enumerate() {
        for (j, &head) in outside.iter().enumerate().filter(|&(j, _)| j != i) {
            small[i * small_nodes + j] = score(node, head);
        }
        let gain = |member: usize| score(member, node) - score(member, heads[member]);
        for &member in &ring {
            if gain(member) > gain(enter[i]) {
                enter[i] = member;
            }
            if score(node, member) > score(node, leave[i]) {
                leave[i] = member;
            }
        }
        small[ring_node * small_nodes + i] = gain(enter[i]);
        if i > 0 {
            small[i * small_nodes + ring_node] = score(node, leave[i]);
        }
    }
    let found = maximum_tree(&small, small_nodes);
    for (i, &node) in outside.iter().enumerate().skip(1) {
        heads[node] = if found[i] == ring_node {
            leave[i]
        } else {
            outside[found[i]]
        };
    }
    let from = found[ring_node];
    if from < outside.len() {
        heads[enter[from]] = outside[from];
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The score of the best tree with one root, by trying all.
    fn best_by_trial(arcs: &[f32], count: usize) -> f64 {
        let nodes = count + 1;
        let scores = normalized(arcs, count);
        let mut best = f64::MIN;
        let mut heads = vec![0; count];
        loop {
            let mut all = vec![0];
            all.extend(&heads);
            let roots = heads.iter().filter(|&&head| head == 0).count();
            let own = heads.iter().enumerate().any(|(word, &head)| head == word + 1);
            if roots == 1 && !own && cycle(&all).is_none() {
                best = best.max((0..count).map(|word| scores[(word + 1) * nodes + heads[word]]).sum());
            }
            let Some(at) = heads.iter().position(|&head| head < count) else {
                return best;
            };
            heads[..at].fill(0);
            heads[at] += 1;
        }
    }

    #[test]
    fn finds_the_best_tree_with_one_root() {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f32 / (1 << 22) as f32
        };
        for round in 0..400 {
            let count = 1 + round % 5;
            let arcs: Vec<f32> = (0..count * (count + 1)).map(|_| next()).collect();
            let heads = best_tree(&arcs, count);
            assert_eq!(heads.iter().filter(|head| head.is_none()).count(), 1);
            let scores = normalized(&arcs, count);
            let total: f64 = (0..count)
                .map(|word| scores[(word + 1) * (count + 1) + heads[word].map_or(0, |head| head + 1)])
                .sum();
            assert!(
                (total - best_by_trial(&arcs, count)).abs() < 1e-6,
                "round {round}: {arcs:?} → {heads:?}"
            );
        }
    }

    #[test]
    fn survives_scores_that_are_no_numbers() {
        for score in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let heads = best_tree(&[score; 12], 3);
            assert_eq!(heads.iter().filter(|head| head.is_none()).count(), 1);
        }
        assert!(best_tree(&[], 0).is_empty());
    }
}
