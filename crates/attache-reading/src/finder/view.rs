//! What is the network shown? An article in windows, each with its words' clues, heads and paths.

use attache_language::{Input, Passage};

use super::{Finder, Place};
use crate::clues::{self, CLUES, Clues};
use crate::scene::Scene;

/// Inputs beside the word pieces: clues of each word, its head, and the path between any two.
pub const FURTHER: [&str; 3] = ["clues", "heads", "paths"];
/// A passage has at most this many word pieces; the network has seen few longer ones.
pub const MOST_PIECES: usize = 400;
/// Of these, at most so many are the headline and sentences that an earlier passage has already been asked about.
const CONTEXT_PIECES: usize = 130;

/// Lines that are shown to the network at once; only `asked` are asked about.
pub struct Window {
    pub lines: Vec<usize>,
    pub asked: std::ops::Range<usize>,
}

/// The words of a window as the network is shown them.
pub struct View {
    pub passage: Passage,
    /// Where each word stands; none for a break between paragraphs.
    pub places: Vec<Option<Place>>,
    pub further: Vec<Input>,
}

impl Finder {
    pub fn view(&self) -> View {
        View {
            passage: self.network.passage(),
            places: Vec::new(),
            further: Vec::new(),
        }
    }

    /// The headline, some sentences of context and those to be asked about, until every sentence that may tell of arms was asked about once.
    pub fn windows(&self, scene: &Scene<'_>) -> Vec<Window> {
        let all: Vec<usize> = (0..scene.lines.len())
            .filter(|&line| scene.lines[line].of_arms)
            .collect();
        let pieces = |line: &usize| {
            let tree = scene.tree(*line);
            let mut passage = self.network.passage();
            for token in 0..tree.len() {
                self.network.push(&mut passage, tree.form(token), usize::MAX);
            }
            passage.pieces()
        };
        let pieces: Vec<usize> = all.iter().map(pieces).collect();
        let headline: Vec<usize> = (0..all.len()).filter(|&at| scene.is_headline(all[at])).collect();
        let headline_pieces: usize = headline.iter().map(|&at| pieces[at]).sum();
        let mut windows = Vec::new();
        let mut next = 0;
        while next < all.len() {
            let mut lines: Vec<usize> = Vec::new();
            let mut size = 0;
            if next > 0 {
                let mut context = next;
                while context > 0 && size + pieces[context - 1] + headline_pieces <= CONTEXT_PIECES {
                    context -= 1;
                    size += pieces[context];
                }
                lines.extend(headline.iter().filter(|&&at| at < context));
                size += lines.iter().map(|&at| pieces[at]).sum::<usize>();
                lines.extend(context..next);
            }
            let begin = next;
            if size + pieces[next] > MOST_PIECES {
                // A very long sentence stands alone.
                lines.clear();
                size = 0;
            }
            while next < all.len() && (next == begin || size + pieces[next] <= MOST_PIECES) {
                size += pieces[next];
                lines.push(next);
                next += 1;
            }
            windows.push(Window {
                lines: lines.into_iter().map(|at| all[at]).collect(),
                asked: all[begin]..all[next - 1] + 1,
            });
        }
        windows
    }

    pub fn seen(&self, scene: &Scene<'_>, clues: &[Vec<Clues>], window: &Window) -> View {
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
}
