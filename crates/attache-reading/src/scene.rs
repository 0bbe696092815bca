//! What is there in the article before any claim is read: its sentences, their trees, and the names in them?

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use attache_language::dates::{self, Anchor, DateMention};
use attache_language::{Label, Sentence};
use attache_model::{Article, BlockKind, Category, Date, Source, Span, When};

use crate::carrier::carrier;
use crate::finder::{Frame, Place};
use crate::surnames;
use crate::syntax::Tree;
use crate::vocabulary::{Meaning, NameKind, State, Vocabulary};

/// A name of the vocabulary in a sentence.
#[derive(Clone, Debug)]
pub struct Mention<'v> {
    pub span: Span,
    /// First token and one past the last.
    pub tokens: std::ops::Range<usize>,
    pub meanings: &'v [Meaning],
}

/// A sentence as it comes from the language core.
pub struct Analysed {
    /// Index of its block.
    pub block: usize,
    pub sentence: Sentence,
    /// It may tell of a transfer.
    pub of_arms: bool,
}

/// A sentence with everything that reading looks at.
pub struct Line<'a> {
    pub block: BlockKind,
    /// Index of the block among the article's.
    pub paragraph: usize,
    pub sentence: &'a Sentence,
    pub mentions: Vec<Mention<'a>>,
    /// It may tell of a transfer; the others are read for events and figures alone.
    pub of_arms: bool,
}

/// The article as reading sees it.
pub struct Scene<'a> {
    pub article: &'a Article,
    pub vocabulary: &'a Vocabulary,
    pub lines: Vec<Line<'a>>,
    /// The agency whose report the page carries.
    pub carrier: Option<Source>,
    /// Whether what the language model makes of events and figures counts.
    pub by_model: bool,
    /// Every designation that the article names, once asked for.
    pub named: OnceLock<BTreeSet<(Category, String)>>,
    states: OnceLock<States<'a>>,
    plainly: OnceLock<BTreeMap<&'a str, usize>>,
    calendar: OnceLock<Vec<Vec<DateMention>>>,
}

/// How often an article names each state: by its own names or by whom it is led, and by its companies.
#[derive(Default)]
pub struct States<'a> {
    pub spoken_of: BTreeMap<&'a str, usize>,
    pub companies: BTreeSet<&'a str>,
}

impl<'a> Scene<'a> {
    pub fn new(
        article: &'a Article,
        vocabulary: &'a Vocabulary,
        analysed: &'a [Analysed],
        by_model: bool,
    ) -> Scene<'a> {
        let mut lines: Vec<Line<'a>> = analysed
            .iter()
            .map(|analysed| Line {
                block: article.blocks[analysed.block].kind,
                paragraph: analysed.block,
                sentence: &analysed.sentence,
                mentions: mentions(article, vocabulary, &analysed.sentence),
                of_arms: analysed.of_arms,
            })
            .collect();
        surnames::settle(article, vocabulary, &mut lines);
        Scene {
            article,
            vocabulary,
            lines,
            carrier: carrier(article, vocabulary),
            by_model,
            named: OnceLock::new(),
            states: OnceLock::new(),
            plainly: OnceLock::new(),
            calendar: OnceLock::new(),
        }
    }

    /// The states that the article names.
    pub fn states(&self) -> &States<'a> {
        self.states.get_or_init(|| {
            let mut states = States::default();
            for mention in self.lines.iter().flat_map(|line| &line.mentions) {
                let own = [NameKind::State, NameKind::Demonym, NameKind::Seat, NameKind::Leader];
                if let Some(code) = self.state_of(mention.meanings, &own) {
                    *states.spoken_of.entry(code).or_default() += 1;
                }
                states
                    .companies
                    .extend(self.state_of(mention.meanings, &[NameKind::Company]));
            }
            states
        })
    }

    /// The dates of every line; a relative one leans on the date named last before it.
    pub fn calendar(&self) -> &[Vec<DateMention>] {
        self.calendar.get_or_init(|| {
            let mut running: Option<When> = None;
            let mut dates = |line: &Line<'_>| {
                let anchor = Anchor {
                    published: self.date(),
                    running,
                };
                let mentioned = dates::find(&self.article.text, line.sentence.span, anchor);
                let mut named = mentioned.iter().filter_map(|mention| mention.when);
                running = match self.date() {
                    Some(_) => named.next_back().or(running),
                    // An article without a date speaks of the latest time that it names, whatever it recalls on the way.
                    None => named.chain(running).max_by_key(|when| when.last.or(when.first)),
                };
                mentioned
            };
            self.lines.iter().map(&mut dates).collect()
        })
    }

    pub fn tree(&self, line: usize) -> Tree<'a> {
        Tree {
            text: &self.article.text,
            sentence: self.lines[line].sentence,
        }
    }

    /// The sentence that a span stands in.
    pub fn line_of(&self, span: Span) -> Option<usize> {
        self.lines.iter().position(|line| line.sentence.span.contains(span))
    }

    pub fn date(&self) -> Option<Date> {
        self.article.date()
    }

    /// The name that covers `token`, longest first.
    pub fn mention(&self, line: usize, token: usize) -> Option<&Mention<'a>> {
        self.lines[line]
            .mentions
            .iter()
            .find(|mention| mention.tokens.contains(&token))
    }

    /// The code of the state that one of `meanings` stands for at the time of the article.
    pub fn state_of(&self, meanings: &[Meaning], allowed: &[NameKind]) -> Option<&'a str> {
        let vocabulary = self.vocabulary;
        let heads_body = meanings.iter().any(|meaning| meaning.kind == NameKind::Organisation);
        let mut best: Option<(u8, &str)> = None;
        for meaning in meanings.iter().filter(|meaning| allowed.contains(&meaning.kind)) {
            let found = match meaning.kind {
                NameKind::State | NameKind::Demonym | NameKind::Seat | NameKind::City => {
                    let state = self.at_its_time(&vocabulary.states[meaning.index]);
                    let alive = match (self.date(), state.until.as_deref().and_then(first_day)) {
                        (Some(today), Some(until)) => today <= until,
                        (None, Some(_)) => false,
                        (_, None) => true,
                    };
                    let born = match (self.date(), state.from.as_deref().and_then(first_day)) {
                        (Some(today), Some(from)) => today >= from,
                        _ => true,
                    };
                    // A name that is the state's own before a seat of government that happens to sound alike.
                    let own = matches!(meaning.kind, NameKind::State | NameKind::Demonym);
                    // A former state that outlived nothing else of that name is meant even later ("Soviet").
                    let rank = match (alive && born, state.until.is_some()) {
                        (true, true) => 0,
                        (true, false) => 1,
                        (false, _) => 3,
                    };
                    Some((rank * 2 + u8::from(!own), state.code.as_str()))
                }
                NameKind::Leader => {
                    let leader = &vocabulary.leaders[meaning.index];
                    let in_office = match self.date() {
                        Some(today) => {
                            leader.since.is_none_or(|since| since <= today)
                                && leader.until.is_none_or(|until| today <= until)
                        }
                        None => true,
                    };
                    // Who once led a state and heads a body of states by now speaks for that.
                    (in_office || !heads_body).then_some((if in_office { 1 } else { 5 }, leader.state.as_str()))
                }
                NameKind::Company => {
                    let company = &vocabulary.companies[meaning.index];
                    (company.kind != "broker").then_some((2, company.state.as_str()))
                }
                NameKind::Organisation => vocabulary.organisations[meaning.index]
                    .state
                    .as_deref()
                    .map(|state| (3, state)),
                NameKind::Group | NameKind::Outlet => None,
            };
            if let Some(found) = found
                && best.is_none_or(|best| found.0 < best.0 || found.0 == best.0 && self.rather(found.1, best.1))
            {
                best = Some(found);
            }
        }
        best.map(|(_, code)| code)
    }

    /// Does the article speak of one state more than of another by names that are its own alone? "Congolese" where Kinshasa is named.
    fn rather(&self, one: &str, other: &str) -> bool {
        let plainly = self.plainly.get_or_init(|| {
            let mut plainly = BTreeMap::new();
            for mention in self.lines.iter().flat_map(|line| &line.mentions) {
                let mut codes = mention.meanings.iter().map(|meaning| match meaning.kind {
                    NameKind::State | NameKind::Demonym | NameKind::Seat | NameKind::City => {
                        Some(self.vocabulary.states[meaning.index].code.as_str())
                    }
                    NameKind::Leader => Some(self.vocabulary.leaders[meaning.index].state.as_str()),
                    _ => None,
                });
                if let Some(Some(first)) = codes.next()
                    && codes.all(|code| code == Some(first))
                {
                    *plainly.entry(first).or_default() += 1;
                }
            }
            plainly
        });
        plainly.get(one) > plainly.get(other)
    }

    /// "The Russians" of 1987: before a state began, its name is that of the state which it follows in the same capital.
    fn at_its_time(&self, state: &'a State) -> &'a State {
        let first = |day: &Option<String>| day.as_deref().and_then(first_day);
        let (Some(today), Some(from)) = (self.date(), first(&state.from)) else {
            return state;
        };
        if today >= from {
            return state;
        }
        let stood = |former: &&State| {
            let lasted = first(&former.from).is_none_or(|day| day <= today)
                && first(&former.until).is_some_and(|day| today <= day);
            former.successor.as_deref() == Some(&state.code) && former.capital == state.capital && lasted
        };
        self.vocabulary.states.iter().find(stood).unwrap_or(state)
    }

    /// Where a place is, told from a frame's trigger: "an earlier sentence".
    pub fn seen_from(&self, frame: &Frame, place: Place) -> &'static str {
        match place.line.cmp(&frame.trigger.line) {
            _ if self.is_headline(place.line) => "the headline",
            std::cmp::Ordering::Less => "an earlier sentence",
            std::cmp::Ordering::Equal => "the sentence",
            std::cmp::Ordering::Greater => "a later sentence",
        }
    }

    /// Every line, those of the headline last: they leave out what the body says.
    pub fn body_first(&self) -> impl Iterator<Item = usize> + '_ {
        let lines = |headline: bool| (0..self.lines.len()).filter(move |&line| self.is_headline(line) == headline);
        lines(false).chain(lines(true))
    }

    /// The title's sentences come first and are written in headline grammar.
    pub fn is_headline(&self, line: usize) -> bool {
        self.lines[line].block == BlockKind::Title
    }
}

fn first_day(text: &str) -> Option<Date> {
    text.parse::<attache_model::When>().ok()?.first
}

fn mentions<'a>(article: &'a Article, vocabulary: &'a Vocabulary, sentence: &Sentence) -> Vec<Mention<'a>> {
    let Some(text) = sentence.span.slice(&article.text) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (start, end, meanings) in vocabulary.names.find(text) {
        let span = Span::new(start, end).shift(sentence.span.start);
        let first = sentence.tokens.iter().position(|token| token.span.end > span.start);
        let last = sentence.tokens.iter().rposition(|token| token.span.start < span.end);
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        if first > last || is_other_name(&article.text, sentence, span, meanings) {
            continue;
        }
        found.push(Mention {
            span,
            tokens: first..last + 1,
            meanings,
        });
    }
    found
}

/// Waters and lands that are called after a state and are not its own.
const FEATURES: &[&str] = &[
    "Strait",
    "Straits",
    "Sea",
    "Gulf",
    "Channel",
    "Peninsula",
    "Bay",
    "Ocean",
];

/// Does the model read a longer name of another kind here: `Jordan` in a person's name, `Georgia` in a company's? Or is it the `Taiwan Strait`?
fn is_other_name(text: &str, sentence: &Sentence, span: Span, meanings: &[Meaning]) -> bool {
    let only = |kinds: &[NameKind]| meanings.iter().all(|meaning| kinds.contains(&meaning.kind));
    let places = [NameKind::State, NameKind::Seat, NameKind::City];
    let feature = |span: Span| {
        let words = span.slice(text).unwrap_or_default();
        words.split(' ').any(|word| FEATURES.contains(&word))
    };
    let longer = || {
        sentence
            .names
            .iter()
            .filter(|name| name.span.overlaps(span) && name.span.len() > span.len())
    };
    only(&places) && longer().any(|name| matches!(name.label, Label::Person | Label::Weapon | Label::Event))
        || only(&[NameKind::State, NameKind::Demonym, NameKind::Seat, NameKind::City])
            && !feature(span)
            && longer().any(|name| matches!(name.label, Label::Place | Label::Facility) && feature(name.span))
}
