//! What speaks for two articles being one source, and how strongly?
//!
//! | evidence | score |
//! |---|---|
//! | shared text: half of the shorter text or more | 0.95 |
//! | shared text: a quarter, or 60 words | 0.85 |
//! | shared text: a tenth, 12 words of it in one piece | 0.7 |
//! | credit: both carry one agency within [`NEAR`] days, and the texts overlap | 0.75 |
//! | credit to unnamed or partial agencies, near in time, texts overlap | 0.3 |
//! | citation of an outlet whose report on the same parties is near in time, by a third of the claims or more | 0.75 |
//! | any other citation of it | 0.3 |
//! | link to the other article, near in time | 0.35 |
//! | one long quotation in both; several | 0.35; 0.5 |
//!
//! Scores of different kinds add up as independent chances (1 − ∏(1 − score)); [`ONE_SOURCE`] is enough to join.
//! Two reports of one event share names, facts and a press conference: none of that joins them by itself.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Claim, Date, Evidence, EvidenceKind};
use rayon::prelude::*;

use crate::ArticleView;
use crate::citations::{Cited, Pair, cited, pair_of};
use crate::credits::{Carried, SOME_AGENCY, Spotter, Voices, voices};
use crate::names::Names;
use crate::quotations::shared_quotations;
use crate::shared_text::{Shared, shared_passages};
use crate::words::{ByHash, Digest};

/// Combined score from which two articles are held to be one source.
pub const ONE_SOURCE: f32 = 0.6;
/// Days within which a report is rewritten while it is news.
const NEAR: i32 = 3;
/// Days within which an article may still cite a report as the news.
const CITED_WITHIN: i32 = 14;
/// Overlap of weighted content words above which two texts tell the same, for texts tied by a credit already.
const OVERLAP: f32 = 0.3;
/// An agency has many reports a day: each is compared with this many of the ones that follow it.
const FOLLOWING: usize = 40;

/// All that speaks for one pair of articles; `child` goes back to `parent` (indices).
#[derive(Clone, Debug)]
pub struct Tie {
    pub child: usize,
    pub parent: usize,
    pub score: f32,
    pub evidence: Vec<Evidence>,
}

/// What each article is made of, ready for comparing.
pub struct Reading<'a> {
    pub articles: &'a [&'a ArticleView<'a>],
    pub names: Names,
    pub voices: Vec<Voices>,
    pub cited: Vec<BTreeMap<String, Cited>>,
    /// When each came out, in days since 1970-01-01.
    days: Vec<Option<i32>>,
    /// Pairs of parties that the article's claims speak of.
    pub pairs: Vec<BTreeSet<Pair>>,
    claims: Vec<usize>,
    digests: Vec<Digest>,
    /// Voice → the articles that carry it, by date.
    carriers: BTreeMap<String, Vec<usize>>,
    /// Word of content → how telling it is.
    weights: ByHash<f32>,
    /// Sum of these over the content of each article.
    telling: Vec<f32>,
}

impl<'a> Reading<'a> {
    /// `claims[i]` are the claims of `articles[i]`.
    pub fn new(articles: &'a [&'a ArticleView<'a>], claims: &[Vec<&Claim>]) -> Reading<'a> {
        let names = Names::new();
        let all: Vec<&Claim> = claims.iter().flatten().copied().collect();
        let spotter = Spotter::new(&names, articles, &all);
        let voices: Vec<Voices> = articles
            .par_iter()
            .map(|article| voices(article, &names, &spotter))
            .collect();
        let cited = (0..articles.len())
            .into_par_iter()
            .map(|at| cited(&articles[at].text, &claims[at], &voices[at], &names, &spotter))
            .collect();
        let digests: Vec<Digest> = articles.par_iter().map(|article| Digest::of(&article.text)).collect();
        let pairs = claims
            .iter()
            .map(|claims| claims.iter().map(|claim| pair_of(claim)).collect())
            .collect();
        let mut carriers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, voices) in voices.iter().enumerate() {
            for (key, _) in voices.iter().filter(|(_, voice)| voice.carried != Carried::Partly) {
                carriers.entry(key.clone()).or_default().push(at);
            }
        }
        for carriers in carriers.values_mut() {
            carriers.sort_by_key(|at| (articles[*at].published.is_none(), articles[*at].published, *at));
        }
        let mut seen: ByHash<usize> = ByHash::default();
        for word in digests.iter().flat_map(|digest| &digest.content) {
            *seen.entry(*word).or_default() += 1;
        }
        let total = articles.len() as f32;
        let weights: ByHash<f32> = seen
            .into_iter()
            .map(|(word, count)| (word, (1.0 + total / count as f32).ln()))
            .collect();
        let telling = digests
            .par_iter()
            .map(|digest| weight(&digest.content, &weights))
            .collect();
        let claims = claims.iter().map(Vec::len).collect();
        Reading {
            articles,
            names,
            voices,
            cited,
            pairs,
            claims,
            digests,
            days: articles.iter().map(|article| article.published.map(day)).collect(),
            carriers,
            weights,
            telling,
        }
    }

    /// Every tie between two articles, strong or weak, in the order of their indices.
    pub fn ties(&self) -> Vec<Tie> {
        let mut ties = Ties::default();
        for ((a, b), shared) in shared_passages(&self.digests, |at| &self.articles[at].text) {
            self.shared_text(a, b, &shared, &mut ties);
        }
        for ((a, b), quotations) in shared_quotations(&self.digests, |at| &self.articles[at].text) {
            let score = if quotations.len() > 1 { 0.5 } else { 0.35 };
            let words = quotations
                .iter()
                .map(|(start, end)| format!("“{}”", shortened(&self.articles[a].text[*start..*end])));
            self.tie(
                &mut ties,
                a,
                b,
                EvidenceKind::Quotation,
                score,
                words.collect::<Vec<_>>().join(" "),
            );
        }
        self.credits(&mut ties);
        for at in 0..self.articles.len() {
            self.citations(at, &mut ties);
        }
        self.links(&mut ties);
        let finish = |((a, b), evidence): ((usize, usize), Vec<Evidence>)| self.finish(a, b, evidence);
        ties.0.into_iter().map(finish).collect()
    }

    fn shared_text(&self, a: usize, b: usize, shared: &Shared, ties: &mut Ties) {
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
        let one_desk = self.voices[a].keys().any(|key| self.voices[b].contains_key(key));
        let days = self.days_between(a, b);
        if part < 0.5 && days.is_some_and(|days| days > if one_desk { NEAR } else { 2 * CITED_WITHIN }) {
            score = score.min(0.4);
        }
        let passage = shortened(&self.articles[a].text[shared.longest.0..shared.longest.1]);
        let what = format!(
            "{words} words in common, {:.0} % of the shorter text; the longest passage: “{passage}”",
            part * 100.0
        );
        self.tie(ties, a, b, EvidenceKind::SharedText, score, what);
    }

    /// Articles that carry one agency, near in time, and tell the same.
    fn credits(&self, ties: &mut Ties) {
        for (key, carriers) in &self.carriers {
            let following = |nth: usize| {
                carriers[nth + 1..]
                    .iter()
                    .take(FOLLOWING)
                    .map(move |b| (carriers[nth], *b))
            };
            let told_alike: Vec<(usize, usize)> = (0..carriers.len())
                .into_par_iter()
                .flat_map_iter(following)
                .filter(|(a, b)| self.may_share_credit(key, *a, *b))
                .collect();
            for (a, b) in told_alike {
                let mut lines = [b, a].into_iter().filter_map(|at| self.voices[at].get(key));
                let Some(voice) = lines.find(|voice| !voice.line.is_empty()) else {
                    continue;
                };
                let what = format!("both carry {}: “{}”", voice.name, shortened(&voice.line));
                self.tie(ties, a, b, EvidenceKind::Credit, 0.75, what);
            }
        }
        for (at, voices) in self.voices.iter().enumerate() {
            for (key, voice) in voices.iter().filter(|(_, voice)| voice.carried == Carried::Partly) {
                let near = if key == SOME_AGENCY {
                    self.agency_reports_near(at)
                } else {
                    self.carriers_near(key, at)
                };
                let best = near
                    .into_iter()
                    .map(|other| (self.overlap(at, other), other))
                    .filter(|(overlap, _)| *overlap >= OVERLAP);
                if let Some((_, other)) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) {
                    self.tie(
                        ties,
                        at,
                        other,
                        EvidenceKind::Credit,
                        0.3,
                        format!("“{}”", shortened(&voice.line)),
                    );
                }
            }
        }
    }

    /// Near in time, telling the same, and not both of the outlet's own: two pieces of one outlet on one day are two pieces, unless their
    /// text says otherwise.
    fn may_share_credit(&self, key: &str, a: usize, b: usize) -> bool {
        let own = |at: usize| {
            let voice = self.voices[at].get(key);
            voice.is_some_and(|voice| voice.carried == Carried::Own)
        };
        self.days_between(a, b).is_none_or(|days| days <= NEAR) && !(own(a) && own(b)) && self.overlap(a, b) >= OVERLAP
    }

    fn carriers_near(&self, key: &str, at: usize) -> Vec<usize> {
        let Some(carriers) = self.carriers.get(key) else {
            return Vec::new();
        };
        let near = carriers
            .iter()
            .filter(|other| **other != at && self.days_between(at, **other).is_none_or(|days| days <= NEAR));
        near.copied().take(FOLLOWING).collect()
    }

    /// Reports credited to any agency that tell of the same parties within a few days.
    fn agency_reports_near(&self, at: usize) -> Vec<usize> {
        let cited = self.cited[at].keys().flat_map(|key| self.carriers_near(key, at));
        cited.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Reports in the archive that the article cites.
    fn citations(&self, at: usize, ties: &mut Ties) {
        for (key, cited) in &self.cited[at] {
            let Some(report) = self.report_cited(at, key, cited) else {
                continue;
            };
            let days = self.days_between(at, report);
            let part = cited.claims as f32 / self.claims[at].max(1) as f32;
            let rewritten = (part >= 0.5 && days.is_none_or(|days| days <= CITED_WITHIN))
                || (part >= 0.3 && days.is_none_or(|days| days <= NEAR))
                || (cited.words.is_some()
                    && self.overlap(at, report) >= OVERLAP
                    && days.is_none_or(|days| days <= NEAR));
            let what = match &cited.words {
                Some(words) => format!("cites {}: “{words}”", cited.name),
                None => format!("cites {} for {} of its claims", cited.name, cited.claims),
            };
            self.tie(
                ties,
                at,
                report,
                EvidenceKind::Citation,
                if rewritten { 0.75 } else { 0.3 },
                what,
            );
        }
    }

    /// The report that a citation most likely means: carried by that voice, not later, of the same parties, nearest in time.
    fn report_cited(&self, at: usize, key: &str, cited: &Cited) -> Option<usize> {
        let fits = |other: &usize| {
            let same_parties = || {
                !cited.pairs.is_disjoint(&self.pairs[*other])
                    || (cited.pairs.is_empty() && self.overlap(at, *other) >= OVERLAP)
            };
            let lag = match (self.articles[*other].published, self.articles[at].published) {
                (Some(report), Some(citing)) => Some(day(citing) - day(report)),
                _ => None,
            };
            *other != at && lag.is_none_or(|lag| (-1..=CITED_WITHIN).contains(&lag)) && same_parties()
        };
        let reports = self.carriers.get(key)?.iter().filter(|other| fits(other)).copied();
        let rank = |other: &usize| {
            let own = self.voices[*other]
                .get(key)
                .is_none_or(|voice| voice.carried != Carried::Own);
            (self.days_between(at, *other).unwrap_or(CITED_WITHIN), own, *other)
        };
        reports.min_by_key(rank)
    }

    fn links(&self, ties: &mut Ties) {
        let places: BTreeMap<String, usize> = (0..self.articles.len())
            .rev()
            .filter_map(|at| Some((address(self.articles[at].url.as_deref()?), at)))
            .collect();
        for (at, article) in self.articles.iter().enumerate() {
            for link in &article.links {
                let Some(other) = places.get(&address(link)).filter(|other| **other != at) else {
                    continue;
                };
                let near = self.days_between(at, *other).is_none_or(|days| days <= CITED_WITHIN);
                self.tie(
                    ties,
                    at,
                    *other,
                    EvidenceKind::Link,
                    if near { 0.35 } else { 0.1 },
                    format!("links to {link}"),
                );
            }
        }
    }

    /// The part of the shorter text's content that the other has too, each word weighted by how rare it is in the archive.
    fn overlap(&self, a: usize, b: usize) -> f32 {
        let (x, y) = (&self.digests[a].content, &self.digests[b].content);
        let (mut at, mut shared) = (0, Vec::new());
        for word in x {
            at += y[at..].iter().take_while(|other| *other < word).count();
            if y.get(at) == Some(word) {
                shared.push(*word);
            }
        }
        weight(&shared, &self.weights) / self.telling[a].min(self.telling[b]).max(1.0)
    }

    pub fn days_between(&self, a: usize, b: usize) -> Option<i32> {
        Some((self.days[a]? - self.days[b]?).abs())
    }

    fn tie(&self, ties: &mut Ties, a: usize, b: usize, kind: EvidenceKind, score: f32, what: String) {
        let evidence = Evidence {
            kind,
            article: self.articles[a].id.clone(),
            other: Some(self.articles[b].id.clone()),
            score,
            what,
        };
        ties.0.entry((a.min(b), a.max(b))).or_default().push(evidence);
    }

    /// Which of the two goes back to the other, and how likely all the evidence together makes it.
    fn finish(&self, a: usize, b: usize, mut evidence: Vec<Evidence>) -> Tie {
        let (child, parent) = if self.rank(a, b) > self.rank(b, a) {
            (a, b)
        } else {
            (b, a)
        };
        let mut strongest: BTreeMap<EvidenceKind, f32> = BTreeMap::new();
        for piece in &mut evidence {
            let score = strongest.entry(piece.kind).or_default();
            *score = score.max(piece.score);
            piece.article = self.articles[child].id.clone();
            piece.other = Some(self.articles[parent].id.clone());
        }
        // A long quotation in texts that tell the same for a good part of them is more than a shared press conference.
        if strongest.contains_key(&EvidenceKind::Quotation)
            && self.overlap(a, b) >= 0.4
            && self.days_between(a, b).is_none_or(|days| days <= NEAR)
        {
            let score = strongest.entry(EvidenceKind::Quotation).or_default();
            *score = score.max(ONE_SOURCE);
        }
        let score = 1.0 - strongest.values().map(|score| 1.0 - score).product::<f32>();
        evidence.sort_by(|a, b| (a.kind, &a.what).cmp(&(b.kind, &b.what)));
        evidence.dedup();
        Tie {
            child,
            parent,
            score,
            evidence,
        }
    }

    /// The smaller, the likelier the article is the one the other goes back to.
    fn rank(&self, at: usize, other: usize) -> (bool, i32, bool, usize, usize) {
        let cites = self.cited[at].keys().any(|key| self.voices[other].contains_key(key));
        let dated = match (self.articles[at].published, self.articles[other].published) {
            (Some(a), Some(b)) => day(a) - day(b),
            _ => 0,
        };
        let credited = !self.voices[at].values().any(|voice| {
            voice.carried == Carried::Own && self.voices[other].contains_key(&self.names.key(&voice.name))
        });
        (cites, dated.max(0), credited, usize::MAX - self.digests[at].length, at)
    }
}

/// Evidence by pair of articles, the smaller index first.
#[derive(Default)]
struct Ties(BTreeMap<(usize, usize), Vec<Evidence>>);

/// Summed in the order given, so that the sum is the same in every run.
fn weight(words: &[u64], weights: &ByHash<f32>) -> f32 {
    words.iter().filter_map(|word| weights.get(word)).sum()
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
