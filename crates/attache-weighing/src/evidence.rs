//! What speaks for two articles being one source, and how strongly?
//!
//! | evidence | score |
//! |---|---|
//! | shared text: half of the shorter text or more | 0.95 |
//! | shared text: a quarter, or 60 words | 0.85 |
//! | shared text: a tenth, 12 words of it in one piece | 0.7 |
//! | credit: both carry one agency within [`NEAR`] days, and the texts overlap | 0.75 |
//! | credit to unnamed or partial agencies, near in time, texts overlap | 0.3 |
//! | citation of an outlet whose report on the same matter is near in time, by a third of the claims or more | 0.75 |
//! | any other citation of it | 0.3 |
//! | link to the other article, near in time | 0.35 |
//! | one long quotation in both; several | 0.35; 0.5 |
//!
//! Scores of different kinds add up as independent chances (1 − ∏(1 − score)); [`ONE_SOURCE`] is enough to join.
//! Two reports of one event share names, facts and a press conference: none of that joins them by itself.
//!
//! A tie is judged from the two articles and their claims alone, so that no third article can change it.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ArticleId, Claim, Date, Evidence, EvidenceKind};
use serde::{Deserialize, Serialize};

use crate::ArticleView;
use crate::citations::{Cited, cited, matters};
use crate::credits::{Carried, SOME_AGENCY, Spotter, Voices, voices};
use crate::names::NAMES;
use crate::quotations::shared_quotations;
use crate::shared_text::{Shared, shared_passages};
use crate::words::{Digest, hash};

/// Combined score from which two articles are held to be one source.
pub const ONE_SOURCE: f32 = 0.6;
/// Days within which a report is rewritten while it is news.
pub const NEAR: i32 = 3;
/// Days within which an article may still cite a report as the news.
pub const CITED_WITHIN: i32 = 14;
/// Overlap of content words above which two texts tell the same, for texts tied by a credit already.
const OVERLAP: f32 = 0.25;
/// The same, for texts that have a long quotation in common.
const OVERLAP_QUOTED: f32 = 0.35;

/// All that speaks for one pair of articles; `child` goes back to `parent`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    pub child: ArticleId,
    pub parent: ArticleId,
    /// Days between them, where both are known.
    pub days: Option<i32>,
    pub score: f32,
    pub evidence: Vec<Evidence>,
}

/// By what articles that may be one source find each other: one has what the other has too, or asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Hash of what it is: a voice on a matter, an address.
    pub topic: u64,
    /// The article speaks of it (cites, links to) rather than being it.
    pub asks: bool,
}

impl Mark {
    /// Borne by the articles that carry a voice and are about a matter.
    pub fn report(voice: &str, matter: &str) -> u64 {
        hash(format!("voice\0{voice}\0{matter}").as_bytes())
    }

    fn address(address: &str) -> u64 {
        hash(format!("address\0{address}").as_bytes())
    }
}

/// What an article is made of, ready for comparing. Nothing of other articles is in it.
pub struct Features<'a> {
    pub article: ArticleView<'a>,
    /// When it came out, in days since 1970-01-01.
    pub day: Option<i32>,
    pub voices: Voices,
    pub cited: BTreeMap<String, Cited>,
    /// What its claims are about.
    pub matters: BTreeSet<String>,
    claims: usize,
    pub digest: Digest,
}

impl<'a> Features<'a> {
    /// `claims` are those of the article.
    pub fn of(article: ArticleView<'a>, claims: &[&Claim]) -> Features<'a> {
        let spotter = Spotter::new(&article, claims);
        let voices = voices(&article, &spotter);
        Features {
            day: article.published.map(day),
            cited: cited(&article.text, claims, &voices, &spotter),
            voices,
            matters: claims.iter().flat_map(|claim| matters(claim)).collect(),
            claims: claims.len(),
            digest: Digest::of(&article.text),
            article,
        }
    }

    pub fn marks(&self) -> BTreeSet<Mark> {
        let whole = |(key, voice): (&'_ String, &crate::credits::Voice)| {
            (voice.carried != Carried::Partly).then(|| key.clone())
        };
        let carried = self.voices.iter().filter_map(whole);
        let partly = self.voices.iter().filter(|(_, voice)| voice.carried == Carried::Partly);
        let asked = partly.map(|(key, _)| key).chain(self.cited.keys()).cloned();
        let voiced = carried.map(|key| (key, false)).chain(asked.map(|key| (key, true)));
        let reports = voiced.flat_map(|(key, asks)| {
            let topics = self.matters.iter().map(move |matter| Mark::report(&key, matter));
            topics.map(move |topic| Mark { topic, asks })
        });
        let own = self.article.url.iter().map(|url| (url, false));
        let addresses = own.chain(self.article.links.iter().map(|link| (link, true)));
        let addresses = addresses.map(|(url, asks)| Mark {
            topic: Mark::address(&address(url)),
            asks,
        });
        reports.chain(addresses).collect()
    }

    fn id(&self) -> &ArticleId {
        &self.article.id
    }

    /// Carries that voice for more than a part of it.
    fn carries(&self, key: &str) -> bool {
        self.voices
            .get(key)
            .is_some_and(|voice| voice.carried != Carried::Partly)
    }

    fn apart(&self, other: &Features) -> Option<i32> {
        Some((self.day? - other.day?).abs())
    }

    fn within(&self, other: &Features, days: i32) -> bool {
        self.apart(other).is_none_or(|apart| apart <= days)
    }
}

/// All that speaks for two articles being one source; `None` when nothing does. The same whichever way round they are given.
pub fn tie(a: &Features, b: &Features) -> Option<Tie> {
    let (a, b) = if a.id() <= b.id() { (a, b) } else { (b, a) };
    let mut pair = Pair {
        a,
        b,
        overlap: a.digest.overlap(&b.digest),
        evidence: Vec::new(),
    };
    if meet(&a.digest.sketch.passages, &b.digest.sketch.passages)
        && let Some(shared) = shared_passages(&a.article.text, &b.article.text)
    {
        pair.shared_text(&shared);
    }
    if meet(&a.digest.sketch.quotations, &b.digest.sketch.quotations) {
        pair.quotations();
    }
    pair.credits();
    for (from, to) in [(a, b), (b, a)] {
        pair.partial_credits(from, to);
        pair.citations(from, to);
        pair.links(from, to);
    }
    (!pair.evidence.is_empty()).then(|| pair.finish())
}

/// Do two sorted lists have a member in common?
fn meet(a: &[u32], b: &[u32]) -> bool {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    few.iter().any(|print| many.binary_search(print).is_ok())
}

/// Two articles, the one with the smaller id first, and what has been found for them.
struct Pair<'a> {
    a: &'a Features<'a>,
    b: &'a Features<'a>,
    overlap: f32,
    evidence: Vec<(EvidenceKind, f32, String)>,
}

impl Pair<'_> {
    fn add(&mut self, kind: EvidenceKind, score: f32, what: String) {
        self.evidence.push((kind, score, what));
    }

    fn shared_text(&mut self, shared: &Shared) {
        let part = shared.part[0].max(shared.part[1]);
        let words = shared.words[0].min(shared.words[1]);
        let mut score: f32 = match () {
            () if part >= 0.5 && words >= 12 => 0.95,
            () if words >= 60 || (part >= 0.25 && words >= 20) => 0.85,
            () if part >= 0.1 && shared.longest_words >= 12 => 0.7,
            () if words >= 20 => 0.4,
            () => 0.15,
        };
        // One desk reuses its background paragraphs for months: that makes two reports, not one.
        let one_desk = self.a.voices.keys().any(|key| self.b.voices.contains_key(key));
        let long = if one_desk { NEAR } else { 2 * CITED_WITHIN };
        if part < 0.5 && !self.a.within(self.b, long) {
            score = score.min(0.4);
        }
        let passage = shortened(&self.a.article.text[shared.longest.0..shared.longest.1]);
        let what = format!(
            "{words} words in common, {:.0} % of the shorter text; the longest passage: “{passage}”",
            part * 100.0
        );
        self.add(EvidenceKind::SharedText, score, what);
    }

    fn quotations(&mut self) {
        let text = &self.a.article.text;
        let shared = shared_quotations(text, &self.b.digest.sketch);
        let score = match shared.len() {
            0 => return,
            1 => 0.35,
            _ => 0.5,
        };
        let words = shared
            .iter()
            .map(|(start, end)| format!("“{}”", shortened(&text[*start..*end])));
        self.add(EvidenceKind::Quotation, score, words.collect::<Vec<_>>().join(" "));
    }

    /// Both carry one agency, near in time, and tell the same; and it is not both their own: two pieces of one outlet on one day are two
    /// pieces, unless their text says otherwise.
    fn credits(&mut self) {
        let (a, b) = (self.a, self.b);
        if !a.within(b, NEAR) || self.overlap < OVERLAP {
            return;
        }
        for key in a.voices.keys().filter(|key| a.carries(key) && b.carries(key)) {
            let (x, y) = (&a.voices[key], &b.voices[key]);
            let Some(voice) = [y, x].into_iter().find(|voice| !voice.line.is_empty()) else {
                continue;
            };
            let what = format!("both carry {}: “{}”", voice.name, shortened(&voice.line));
            self.add(EvidenceKind::Credit, 0.75, what);
        }
    }

    /// Credits an agency for a part of it, and the other carries that agency, near in time, and tells the same.
    fn partial_credits(&mut self, from: &Features, to: &Features) {
        if !from.within(to, NEAR) || self.overlap < OVERLAP {
            return;
        }
        for (key, voice) in from.voices.iter().filter(|(_, voice)| voice.carried == Carried::Partly) {
            let meant = if key == SOME_AGENCY {
                from.cited.keys().any(|key| to.carries(key))
            } else {
                to.carries(key)
            };
            if meant {
                self.add(EvidenceKind::Credit, 0.3, format!("“{}”", shortened(&voice.line)));
            }
        }
    }

    /// Cites an outlet, and the other is a report of that outlet on the same matter that is not later.
    fn citations(&mut self, from: &Features, to: &Features) {
        let lag = from.day.zip(to.day).map(|(citing, report)| citing - report);
        if lag.is_some_and(|lag| !(-1..=CITED_WITHIN).contains(&lag)) {
            return;
        }
        for (_, cited) in from.cited.iter().filter(|(key, _)| to.carries(key)) {
            let same = !cited.matters.is_disjoint(&to.matters)
                || (cited.matters.is_empty() && self.overlap >= OVERLAP && !from.matters.is_disjoint(&to.matters));
            if !same {
                continue;
            }
            let part = cited.claims as f32 / from.claims.max(1) as f32;
            let near = lag.is_none_or(|lag| lag <= NEAR);
            let rewritten =
                part >= 0.5 || (part >= 0.3 && near) || (cited.words.is_some() && self.overlap >= OVERLAP && near);
            let what = match &cited.words {
                Some(words) => format!("cites {}: “{words}”", cited.name),
                None => format!("cites {} for {} of its claims", cited.name, cited.claims),
            };
            self.add(EvidenceKind::Citation, if rewritten { 0.75 } else { 0.3 }, what);
        }
    }

    fn links(&mut self, from: &Features, to: &Features) {
        let Some(place) = to.article.url.as_deref().map(address) else {
            return;
        };
        if let Some(link) = from.article.links.iter().find(|link| address(link) == place) {
            let near = from.within(to, CITED_WITHIN);
            self.add(
                EvidenceKind::Link,
                if near { 0.35 } else { 0.1 },
                format!("links to {link}"),
            );
        }
    }

    /// Which of the two goes back to the other, and how likely all the evidence together makes it.
    fn finish(self) -> Tie {
        let (a, b) = (self.a, self.b);
        let (child, parent) = if rank(a, b) > rank(b, a) { (a, b) } else { (b, a) };
        let mut strongest: BTreeMap<EvidenceKind, f32> = BTreeMap::new();
        for (kind, score, _) in &self.evidence {
            let known = strongest.entry(*kind).or_default();
            *known = known.max(*score);
        }
        // A long quotation in texts that tell the same for a good part of them is more than a shared press conference.
        if let Some(score) = strongest.get_mut(&EvidenceKind::Quotation)
            && self.overlap >= OVERLAP_QUOTED
            && a.within(b, NEAR)
        {
            *score = score.max(ONE_SOURCE);
        }
        let score = 1.0 - strongest.values().map(|score| 1.0 - score).product::<f32>();
        let told = |(kind, score, what): (EvidenceKind, f32, String)| Evidence {
            kind,
            article: child.id().clone(),
            other: Some(parent.id().clone()),
            score,
            what,
        };
        let mut evidence: Vec<Evidence> = self.evidence.into_iter().map(told).collect();
        evidence.sort_by(|a, b| (a.kind, &a.what).cmp(&(b.kind, &b.what)));
        evidence.dedup();
        Tie {
            child: child.id().clone(),
            parent: parent.id().clone(),
            days: a.apart(b),
            score,
            evidence,
        }
    }
}

/// The smaller, the likelier the article is the one the other goes back to.
fn rank<'a>(of: &'a Features, other: &Features) -> (bool, i32, bool, std::cmp::Reverse<usize>, &'a ArticleId) {
    let cites = of.cited.keys().any(|key| other.voices.contains_key(key));
    let later = of.day.zip(other.day).map_or(0, |(own, other)| own - other);
    let credited = !of
        .voices
        .values()
        .any(|voice| voice.carried == Carried::Own && other.voices.contains_key(&NAMES.key(&voice.name)));
    let length = std::cmp::Reverse(of.digest.length);
    (cites, later.max(0), credited, length, of.id())
}

/// Days since 1970-01-01.
pub fn day(date: Date) -> i32 {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    i32::try_from(date.duration_since(EPOCH).as_hours() / 24).unwrap_or_default()
}

/// An address without scheme, `www.`, query, fragment and closing slash.
fn address(url: &str) -> String {
    let bare = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let bare = bare.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    bare.strip_prefix("www.").unwrap_or(bare).to_lowercase()
}

/// At most forty words.
fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= 40 {
        words.join(" ")
    } else {
        format!("{} …", words[..40].join(" "))
    }
}
