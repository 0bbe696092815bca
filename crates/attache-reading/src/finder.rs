//! Which words of an article tell a transfer, and which words fill its roles?
//!
//! A network of our own (models/transfers, made by training/train_transfers.py) reads the article in passages that overlap, so that a
//! role may be filled from a sentence before. It finds words only; who they are, which arms and how many, is for the rest of this crate
//! to say by the vocabulary and the tree.

use std::collections::HashMap;

use attache_language::{Input, Lane, ModelError, Network, Passage};
use attache_model::{Certainty, Doubt, DoubtKind, Polarity, Span, Stage, Tense, Terms};

use crate::clues::{self, CLUES, Clues};
use crate::scene::Scene;

static WEIGHTS: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../models/transfers/model.onnx"
));
static LABELS: &str = include_str!("../../../models/transfers/labels.json");

/// Inputs beside the word pieces: clues of each word, its head, and the path between any two.
const FURTHER: [&str; 3] = ["clues", "heads", "paths"];
const OUTPUTS: [&str; 4] = ["steps", "marks", "told", "held"];

/// A passage has at most this many word pieces; the network has seen few longer ones.
const MOST_PIECES: usize = 400;
/// Of these, at most so many are the headline and sentences that an earlier passage has already been asked about.
const CONTEXT_PIECES: usize = 130;

/// The least probability at which a word counts as a trigger at all.
const LIKELY: f32 = 0.2;
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

/// labels.json in our own types.
struct Labels {
    steps: Vec<Stage>,
    time: Vec<Tense>,
    polarity: Vec<Polarity>,
    certainty: Vec<Certainty>,
    terms: Vec<Option<Terms>>,
    /// What each clue is as a number; 0 is for all that training has not seen.
    clues: [HashMap<String, i32>; CLUES],
    paths: HashMap<String, i32>,
}

#[derive(serde::Deserialize)]
struct LabelsFile {
    steps: Vec<String>,
    time: Vec<String>,
    polarity: Vec<String>,
    certainty: Vec<String>,
    terms: Vec<String>,
    covert: Vec<String>,
    condition: Vec<String>,
    roles: Vec<String>,
    clues: HashMap<String, Vec<String>>,
    paths: Vec<String>,
}

/// Lines that are shown to the network at once; only `asked` are asked about.
struct Window {
    lines: Vec<usize>,
    asked: std::ops::Range<usize>,
}

/// The words of a window as the network is shown them.
struct View {
    passage: Passage,
    /// Where each word stands; none for a break between paragraphs.
    places: Vec<Option<Place>>,
    further: Vec<Input>,
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
            labels: Labels::read(LABELS)?,
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

    fn view(&self) -> View {
        View {
            passage: self.network.passage(),
            places: Vec::new(),
            further: Vec::new(),
        }
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

    /// The headline, some sentences of context and those to be asked about, until every sentence was asked about once.
    fn windows(&self, scene: &Scene<'_>) -> Vec<Window> {
        let pieces = |line: usize| {
            let tree = scene.tree(line);
            let mut passage = self.network.passage();
            for token in 0..tree.len() {
                self.network.push(&mut passage, tree.form(token), usize::MAX);
            }
            passage.pieces()
        };
        let pieces: Vec<usize> = (0..scene.lines.len()).map(pieces).collect();
        let headline: Vec<usize> = (0..scene.lines.len()).filter(|&line| scene.is_headline(line)).collect();
        let headline_pieces: usize = headline.iter().map(|&line| pieces[line]).sum();
        let mut windows = Vec::new();
        let mut next = 0;
        while next < scene.lines.len() {
            let mut lines: Vec<usize> = Vec::new();
            let mut size = 0;
            if next > 0 {
                let mut context = next;
                while context > 0 && size + pieces[context - 1] + headline_pieces <= CONTEXT_PIECES {
                    context -= 1;
                    size += pieces[context];
                }
                lines.extend(headline.iter().filter(|&&line| line < context));
                size += lines.iter().map(|&line| pieces[line]).sum::<usize>();
                lines.extend(context..next);
            }
            let begin = next;
            if size + pieces[next] > MOST_PIECES {
                // A very long sentence stands alone.
                lines.clear();
                size = 0;
            }
            while next < scene.lines.len() && (next == begin || size + pieces[next] <= MOST_PIECES) {
                size += pieces[next];
                lines.push(next);
                next += 1;
            }
            windows.push(Window {
                lines,
                asked: begin..next,
            });
        }
        windows
    }

    fn seen(&self, scene: &Scene<'_>, clues: &[Vec<Clues>], window: &Window) -> View {
        let mut view = self.view();
        let mut paragraph = None;
        'lines: for &line in &window.lines {
            if paragraph.is_some_and(|before| before != scene.lines[line].paragraph) {
                self.network.push_break(&mut view.passage);
                view.places.push(None);
            }
            paragraph = Some(scene.lines[line].paragraph);
            let tree = scene.tree(line);
            for token in 0..tree.len() {
                if !self
                    .network
                    .push(&mut view.passage, tree.form(token), MOST_PIECES + CONTEXT_PIECES / 2)
                {
                    break 'lines;
                }
                view.places.push(Some(Place { line, token }));
            }
        }
        self.network.close(&mut view.passage);
        view.further = self.further(scene, clues, &view.places);
        view
    }

    /// Clues, heads and paths of the words of a window.
    fn further(&self, scene: &Scene<'_>, clues: &[Vec<Clues>], places: &[Option<Place>]) -> Vec<Input> {
        let words = places.len();
        let number = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
        let mut numbers = vec![0; words * CLUES];
        let mut heads: Vec<i32> = (0..words).map(number).collect();
        let mut paths = vec![0; words * words];
        let path = |key: &str| self.labels.paths.get(key).copied().unwrap_or(0);
        // Where each line begins in the window, and how many lines came before it.
        let mut begins: Vec<(usize, usize)> = Vec::new();
        for (at, place) in places.iter().enumerate() {
            if let Some(place) = place.filter(|place| begins.last().is_none_or(|&(line, _)| line != place.line)) {
                begins.push((place.line, at));
            }
        }
        // The same for each word: which line of the window it stands in, and where that begins.
        let lines: Vec<(usize, usize)> = places
            .iter()
            .map(|place| {
                let nth = place.and_then(|place| begins.iter().position(|&(known, _)| known == place.line));
                nth.map_or((0, 0), |nth| (nth, begins[nth].1))
            })
            .collect();
        for (at, place) in places.iter().enumerate() {
            let Some(place) = place else { continue };
            let (line, begin) = lines[at];
            for (clue, word) in clues[place.line][place.token].iter().enumerate() {
                numbers[at * CLUES + clue] = self.labels.clues[clue].get(word).copied().unwrap_or(0);
            }
            let tree = scene.tree(place.line);
            if let Some(head) = tree.head(place.token).map(|head| begin + head)
                && places
                    .get(head)
                    .is_some_and(|there| there.is_some_and(|there| there.line == place.line))
            {
                heads[at] = number(head);
            }
            for (to, other) in places.iter().enumerate() {
                let Some(other) = other else { continue };
                paths[at * words + to] = if other.line == place.line {
                    path(&clues::path(&tree, place.token, other.token))
                } else {
                    path(clues::distance(line, lines[to].0))
                };
            }
        }
        let input = |shape: &[usize], values| Input {
            shape: shape.to_vec(),
            values,
        };
        vec![
            input(&[1, words, CLUES], numbers),
            input(&[1, words], heads),
            input(&[1, words, words], paths),
        ]
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

impl Labels {
    fn read(json: &str) -> Result<Labels, ModelError> {
        let file: LabelsFile = serde_json::from_str(json)?;
        fn known<T: std::str::FromStr>(list: &'static str, words: &[String]) -> Result<Vec<T>, ModelError> {
            let parsed = |word: &String| {
                word.parse().map_err(|_| ModelError::UnknownLabel {
                    list,
                    found: word.clone(),
                })
            };
            words.iter().map(parsed).collect()
        }
        fn same(list: &'static str, words: &[String], expected: &[&str]) -> Result<(), ModelError> {
            let found = || words.join(" ");
            (words == expected)
                .then_some(())
                .ok_or_else(|| ModelError::UnknownLabel { list, found: found() })
        }
        same("roles", &file.roles, &ROLES.map(|(_, name)| name))?;
        same("covert", &file.covert, &["open", "covert"])?;
        same("condition", &file.condition, &["new", "second-hand"])?;
        let none = file.steps.get(..1).unwrap_or_default();
        same("steps", none, &["none"])?;
        let mut listed: Vec<String> = file.clues.keys().cloned().collect();
        listed.sort_by_key(|name| clues::NAMES.iter().position(|known| known == name));
        same("clues", &listed, &clues::NAMES)?;
        let terms = file.terms.iter().map(|word| match word.as_str() {
            "unknown" => Ok(None),
            "loan" => Ok(Some(Terms::Loan)),
            "licence" => Ok(Some(Terms::LicensedProduction)),
            other => other.parse().map(Some).map_err(|_| ModelError::UnknownLabel {
                list: "terms",
                found: other.to_owned(),
            }),
        });
        Ok(Labels {
            steps: known("steps", &file.steps[1..])?,
            time: known("time", &file.time)?,
            polarity: known("polarity", &file.polarity)?,
            certainty: known("certainty", &file.certainty)?,
            terms: terms.collect::<Result<_, _>>()?,
            clues: clues::NAMES.map(|name| numbered(&file.clues[name])),
            paths: numbered(&file.paths),
        })
    }

    /// How many scores the marks of a word have: those read from labels.json and two times two.
    fn marks(&self) -> usize {
        self.time.len() + self.polarity.len() + self.certainty.len() + self.terms.len() + 4
    }
}

/// Each word with its place in the list.
fn numbered(words: &[String]) -> HashMap<String, i32> {
    let words = words.iter().enumerate();
    words
        .map(|(at, word)| (word.clone(), i32::try_from(at).unwrap_or(0)))
        .collect()
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
