//! Which words of an article tell a transfer, and which words fill its roles?
//!
//! A network of our own (models/transfers, made by training/train_transfers.py) reads the article in passages that overlap, so that a
//! role may be filled from a sentence before. It finds words only; who they are, which arms and how many, is for the rest of this crate
//! to say by the vocabulary and the tree.

mod labels;
mod view;

use attache_language::{Input, Lane, ModelError, Network};
use attache_model::{Certainty, Doubt, DoubtKind, Polarity, Span, Stage, Tense, Terms};

use self::labels::Labels;
use self::view::{FURTHER, MOST_PIECES, View, Window};
use crate::clues::{self, CLUES, Clues};
use crate::scene::Scene;

static WEIGHTS: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../models/transfers/model.onnx"
));

const OUTPUTS: [&str; 4] = ["steps", "marks", "told", "held"];

/// The least probability at which a word counts as a trigger at all.
const LIKELY: f32 = 0.3;
/// A score (log-odds) under which a word does not fill a role that articles seldom leave open …
const POOR: f32 = -1.0;
/// … and above which a second item is taken that is not coordinated with the first.
const SURE: f32 = 1.5;

/// A token of a line of the scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub token: usize,
}

/// The roles, in the order of labels.json.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Supplier,
    Recipient,
    Via,
    Item,
    Quantity,
    Value,
    Agreed,
    Delivered,
    Source,
}

const ROLES: [(Role, &str); 9] = [
    (Role::Supplier, "supplier"),
    (Role::Recipient, "recipient"),
    (Role::Via, "via"),
    (Role::Item, "item"),
    (Role::Quantity, "quantity"),
    (Role::Value, "value"),
    (Role::Agreed, "agreed"),
    (Role::Delivered, "delivered"),
    (Role::Source, "source"),
];

/// A transfer as the words tell it: one trigger with one item.
#[derive(Clone, Debug)]
pub struct Frame {
    pub trigger: Place,
    pub item: Place,
    pub stage: Stage,
    pub time: Tense,
    pub polarity: Polarity,
    pub certainty: Certainty,
    pub terms: Option<Terms>,
    pub covert: bool,
    pub second_hand: bool,
    /// How sure the network is that the trigger tells a transfer, 0 to 1.
    pub sure: f32,
    fillers: [Vec<Place>; ROLES.len()],
}

impl Frame {
    /// The words that fill a role.
    pub fn fillers(&self, role: Role) -> &[Place] {
        &self.fillers[role as usize]
    }

    pub fn filler(&self, role: Role) -> Option<Place> {
        self.fillers(role).first().copied()
    }
}

/// The network with its labels.
pub struct Finder {
    network: Network<4>,
    labels: Labels,
}

/// What the network said of a window.
struct Scores {
    steps: Vec<f32>,
    marks: Vec<f32>,
    told: Vec<f32>,
    held: Vec<f32>,
}

impl Finder {
    pub fn shipped() -> Result<Finder, ModelError> {
        let finder = Finder {
            network: Network::load(WEIGHTS, &FURTHER, OUTPUTS)?,
            labels: Labels::shipped()?,
        };
        let mut view = finder.view();
        finder.network.push(&mut view.passage, "Arms", MOST_PIECES);
        finder.network.close(&mut view.passage);
        view.places.push(None);
        view.further = [(vec![1, 1, CLUES], CLUES), (vec![1, 1], 1), (vec![1, 1, 1], 1)]
            .map(|(shape, size)| Input {
                shape,
                values: vec![0; size],
            })
            .into();
        finder.network.in_lane(|lane| finder.run(&view, lane).map(drop))?;
        Ok(finder)
    }

    /// The transfers of an article, in the order of their triggers, and the sentences that could not be run.
    pub fn find(&self, scene: &Scene<'_>) -> (Vec<Frame>, Vec<Doubt>) {
        let clues: Vec<Vec<Clues>> = (0..scene.lines.len()).map(|line| scene.clues(line)).collect();
        let views: Vec<(View, Window)> = self
            .windows(scene)
            .into_iter()
            .map(|window| (self.seen(scene, &clues, &window), window))
            .collect();
        self.network.in_lane(|lane| {
            let (mut found, mut doubts) = (Vec::new(), Vec::new());
            for (view, window) in &views {
                match self.run(view, lane) {
                    Ok(scores) => self.decode(scene, view, &scores, &window.asked, &mut found),
                    Err(error) => doubts.push(unread(scene, window, &error)),
                }
            }
            found.sort_by_key(|frame: &Frame| (frame.trigger, frame.item));
            (found, doubts)
        })
    }

    fn run(&self, view: &View, lane: &Lane) -> Result<Scores, ModelError> {
        let words = view.places.len();
        let pairs = ROLES.len() * words * words;
        let sizes = [
            words * (self.labels.steps.len() + 1),
            words * self.labels.marks(),
            pairs,
            pairs,
        ];
        let further = view.further.iter().map(|input| Input {
            shape: input.shape.clone(),
            values: input.values.clone(),
        });
        let [steps, marks, told, held] = self.network.run(&view.passage, further.collect(), sizes, lane)?;
        Ok(Scores {
            steps,
            marks,
            told,
            held,
        })
    }

    fn decode(
        &self,
        scene: &Scene<'_>,
        view: &View,
        scores: &Scores,
        asked: &std::ops::Range<usize>,
        found: &mut Vec<Frame>,
    ) {
        let words = view.places.len();
        let steps = self.labels.steps.len() + 1;
        for (trigger, place) in view.places.iter().enumerate() {
            let Some(place) = place.filter(|place| asked.contains(&place.line)) else {
                continue;
            };
            let row = &scores.steps[trigger * steps..][..steps];
            let sure = 1.0 - share(row, 0);
            if sure < LIKELY {
                continue;
            }
            let stage = self.labels.steps[best(&row[1..])];
            let mut marks = &scores.marks[trigger * self.labels.marks()..][..self.labels.marks()];
            let mut mark = |count: usize| {
                let (own, rest) = marks.split_at(count);
                marks = rest;
                best(own)
            };
            let time = self.labels.time[mark(self.labels.time.len())];
            let polarity = self.labels.polarity[mark(self.labels.polarity.len())];
            let certainty = self.labels.certainty[mark(self.labels.certainty.len())];
            let terms = self.labels.terms[mark(self.labels.terms.len())];
            let covert = mark(2) == 1;
            let second_hand = mark(2) == 1;
            let pair = |role: Role, anchor: usize, word: usize| ((role as usize) * words + anchor) * words + word;
            let item_score = |word: usize| scores.told[pair(Role::Item, trigger, word)];
            let real: Vec<usize> = (0..words).filter(|&word| view.places[word].is_some()).collect();
            let items = chosen(scene, view, &real, true, item_score);
            for item in items {
                let Some(item_place) = view.places[item] else { continue };
                let fillers = ROLES.map(|(role, _)| {
                    let score =
                        |word: usize| scores.told[pair(role, trigger, word)] + scores.held[pair(role, item, word)];
                    if role == Role::Item {
                        return vec![item_place];
                    }
                    let filling = match role {
                        Role::Supplier | Role::Recipient => chosen(scene, view, &real, false, score),
                        Role::Via | Role::Source => real.iter().copied().filter(|&word| score(word) > POOR).collect(),
                        _ => {
                            let best = real.iter().copied().max_by(|&a, &b| score(a).total_cmp(&score(b)));
                            best.filter(|&word| score(word) > 0.0).into_iter().collect()
                        }
                    };
                    filling.into_iter().filter_map(|word| view.places[word]).collect()
                });
                found.push(Frame {
                    trigger: place,
                    item: item_place,
                    stage,
                    time,
                    polarity,
                    certainty,
                    terms,
                    covert,
                    second_hand,
                    sure,
                    fillers,
                });
            }
        }
    }
}

/// The rules alone have read the sentences of a window.
fn unread(scene: &Scene<'_>, window: &Window, error: &ModelError) -> Doubt {
    let spans = window.asked.clone().map(|line| scene.lines[line].sentence.span);
    Doubt {
        article: scene.article.id.clone(),
        kind: DoubtKind::Unread,
        span: spans.reduce(Span::cover),
        what: format!("the finder of transfers failed here, only the rules have read these sentences: {error}"),
    }
}

/// The best word for a role that a transfer can hardly do without, and others as good that are coordinated with it: "to India and Vietnam".
/// Nothing when the best is poor, unless the role is `needed`.
fn chosen(scene: &Scene<'_>, view: &View, real: &[usize], needed: bool, score: impl Fn(usize) -> f32) -> Vec<usize> {
    let Some(best) = real.iter().copied().max_by(|&a, &b| score(a).total_cmp(&score(b))) else {
        return Vec::new();
    };
    if score(best) < POOR && !needed {
        return Vec::new();
    }
    let coordinated = |word: usize| match (view.places[best], view.places[word]) {
        (Some(a), Some(b)) if a.line == b.line => clues::path(&scene.tree(a.line), a.token, b.token)
            .split(['^', '/'])
            .all(|relation| matches!(relation, "" | "conj" | "=")),
        _ => false,
    };
    let fills =
        |word: &usize| *word == best || score(*word) > 0.0 && coordinated(*word) || needed && score(*word) > SURE;
    real.iter().copied().filter(fills).collect()
}

/// The probability of entry `at` under a softmax.
fn share(scores: &[f32], at: usize) -> f32 {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    (scores[at] - most).exp() / total
}

fn best(scores: &[f32]) -> usize {
    (0..scores.len())
        .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
        .unwrap_or(0)
}
