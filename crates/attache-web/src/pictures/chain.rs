//! Who had it from whom? The chains of sources of several claims, drawn as one picture from outlet to end.

use attache_model::{Article, Claim};
use maud::{Markup, html};

use super::{curve, picture};
use crate::parts::{cut, outlet};

/// Width of a column, of a box in it, and the height of a row.
const COLUMN: usize = 264;
const BOX: usize = 214;
const ROW: usize = 46;
/// More sources than this in one picture are a thicket.
const MOST: usize = 60;

/// A source at a distance from the reader: outlets are in column 0.
#[derive(PartialEq, Eq)]
struct Node {
    column: usize,
    name: String,
    kind: String,
}

#[derive(Default)]
struct Graph {
    nodes: Vec<Node>,
    /// From the one that cites to the one cited; each once.
    edges: Vec<(usize, usize)>,
}

/// The chains of numbered claims; nothing where no claim names a source.
pub fn draw(claims: &[(usize, &Claim, &Article)]) -> Markup {
    let mut graph = Graph::default();
    for (_, claim, article) in claims {
        graph.add(claim, article);
    }
    if graph.edges.is_empty() || graph.nodes.len() > MOST {
        return html! {};
    }
    let places = graph.places();
    let columns = graph.nodes.iter().map(|node| node.column).max().unwrap_or(0) + 1;
    let rows = places.iter().map(|(_, row)| *row).max().unwrap_or(0) + 1;
    let at = |node: usize| (places[node].0 * COLUMN + 8, places[node].1 * ROW + 8);
    let description: Vec<String> = graph
        .edges
        .iter()
        .map(|(from, to)| format!("{} cites {}", graph.nodes[*from].name, graph.nodes[*to].name))
        .collect();
    let body = html! {
        @for (from, to) in &graph.edges {
            @let (start, end) = (at(*from), at(*to));
            path.edge d=(curve((start.0 + BOX, start.1 + 16), (end.0, end.1 + 16))) {}
        }
        @for (index, node) in graph.nodes.iter().enumerate() {
            @let (x, y) = at(index);
            @let end = !graph.edges.iter().any(|(from, _)| *from == index);
            g {
                title { (node.name) " (" (node.kind) ")" }
                rect.node.end[end] x=(x) y=(y) width=(BOX) height="34" rx="3" {}
                text.value x=(x + 8) y=(y + 15) { (cut(&node.name, 24)) }
                text.label x=(x + 8) y=(y + 28) { (node.kind) @if end { " · origin" } }
            }
        }
    };
    picture(
        "chain",
        "Who had it from whom",
        &description.join("; "),
        columns * COLUMN - (COLUMN - BOX) + 16,
        rows * ROW + 8,
        body,
    )
}

impl Graph {
    fn add(&mut self, claim: &Claim, article: &Article) {
        let mut heads = vec![self.node(0, outlet(article), "outlet")];
        let mut parents = heads.clone();
        let mut column = 0;
        for source in &claim.sources {
            if !source.parallel || column == 0 {
                parents = std::mem::take(&mut heads);
                column += 1;
            }
            let node = self.node(column, &source.name, source.kind.as_str());
            for parent in &parents {
                if !self.edges.contains(&(*parent, node)) {
                    self.edges.push((*parent, node));
                }
            }
            heads.push(node);
        }
    }

    fn node(&mut self, column: usize, name: &str, kind: &str) -> usize {
        let known = self
            .nodes
            .iter()
            .position(|node| node.column == column && node.name == name);
        known.unwrap_or_else(|| {
            self.nodes.push(Node {
                column,
                name: name.to_owned(),
                kind: kind.to_owned(),
            });
            self.nodes.len() - 1
        })
    }

    /// Column and row of each node: one below the other in the order in which they were met.
    fn places(&self) -> Vec<(usize, usize)> {
        let mut used = Vec::new();
        self.nodes
            .iter()
            .map(|node| {
                if used.len() <= node.column {
                    used.resize(node.column + 1, 0);
                }
                let row = used[node.column];
                used[node.column] += 1;
                (node.column, row)
            })
            .collect()
    }
}
