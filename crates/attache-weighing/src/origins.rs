//! Which articles are one source, and where does each claim come from?
//!
//! Every article goes back to at most one other, the one it is tied to most strongly ([`crate::evidence`]); articles so connected are a family.
//! A round-up that takes from two reports therefore joins one of them, and does not make the two reports one.
//!
//! A claim comes from the last outlet or agency in its chain: from that one's own report when the archive has it, and otherwise from an
//! origin outside the archive, the same for all who cite it about the same supplier and recipient. A claim that cites none comes from its article's family.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ArticleId, Claim, ClaimId, Evidence, EvidenceKind, Origin, OriginId};

use crate::ArticleView;
use crate::citations::{Pair, outlet_of, pair_of};
use crate::clusters::find;
use crate::credits::Carried;
use crate::evidence::{ONE_SOURCE, Reading, Tie, day};

/// Days by which a report may be older than the article that cites it as the source of a claim.
const STILL_CITED: i32 = 365;

/// Families of articles, sources outside the archive, and the origin of every claim.
#[derive(Debug, Default)]
pub struct Origins {
    pub origins: Vec<Origin>,
    pub of_claim: BTreeMap<ClaimId, OriginId>,
    pub of_article: BTreeMap<ArticleId, OriginId>,
}

/// `articles` and `claims` sorted by id, without doubles.
pub fn origins(articles: &[&ArticleView], claims: &[&Claim]) -> Origins {
    let place: BTreeMap<&ArticleId, usize> = articles
        .iter()
        .enumerate()
        .map(|(at, article)| (&article.id, at))
        .collect();
    let mut by_article: Vec<Vec<&Claim>> = vec![Vec::new(); articles.len()];
    for claim in claims {
        if let Some(at) = place.get(&claim.article) {
            by_article[*at].push(claim);
        }
    }
    let reading = Reading::new(articles, &by_article);
    let ties = reading.ties();
    let family = families(articles.len(), &ties);
    let mut found = Found {
        reading: &reading,
        family: &family,
        origins: BTreeMap::new(),
        of_family: BTreeMap::new(),
        reports: BTreeMap::new(),
    };
    found.add_reports();
    found.add_families(&ties);
    let of_article = (0..articles.len())
        .filter_map(|at| Some((articles[at].id.clone(), found.of_family.get(&family[at])?.clone())))
        .collect();
    let of_claim = claims
        .iter()
        .map(|claim| {
            (
                claim.id.clone(),
                found.origin_of(claim, place.get(&claim.article).copied()),
            )
        })
        .collect();
    let mut origins: Vec<Origin> = found.origins.into_values().collect();
    for origin in &mut origins {
        origin.articles.sort();
        origin.articles.dedup();
        origin
            .evidence
            .sort_by(|a, b| (&a.article, &a.other, a.kind, &a.what).cmp(&(&b.article, &b.other, b.kind, &b.what)));
        origin.evidence.dedup();
    }
    Origins {
        origins,
        of_claim,
        of_article,
    }
}

/// For each article the first member (the root) of its family.
fn families(count: usize, ties: &[Tie]) -> Vec<usize> {
    let mut parent: BTreeMap<usize, &Tie> = BTreeMap::new();
    for tie in ties.iter().filter(|tie| tie.score >= ONE_SOURCE) {
        let best = parent.entry(tie.child).or_insert(tie);
        if (tie.score, std::cmp::Reverse(tie.parent)) > (best.score, std::cmp::Reverse(best.parent)) {
            *best = tie;
        }
    }
    let mut root: Vec<usize> = (0..count).collect();
    for tie in parent.values() {
        let (a, b) = (find(&mut root, tie.child), find(&mut root, tie.parent));
        // The one that the others go back to stays the root.
        root[a] = b;
    }
    (0..count).map(|at| find(&mut root, at)).collect()
}

struct Found<'a> {
    reading: &'a Reading<'a>,
    family: &'a [usize],
    origins: BTreeMap<OriginId, Origin>,
    of_family: BTreeMap<usize, OriginId>,
    /// Voice and parties → the reports of that voice on those parties.
    reports: BTreeMap<(&'a str, &'a Pair), Vec<usize>>,
}

impl Found<'_> {
    fn add_reports(&mut self) {
        for (at, voices) in self.reading.voices.iter().enumerate() {
            for (key, _) in voices.iter().filter(|(_, voice)| voice.carried != Carried::Partly) {
                for pair in &self.reading.pairs[at] {
                    self.reports.entry((key, pair)).or_default().push(at);
                }
            }
        }
    }

    fn add_families(&mut self, ties: &[Tie]) {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, root) in self.family.iter().enumerate() {
            members.entry(*root).or_default().push(at);
        }
        let mut evidence: BTreeMap<usize, Vec<Evidence>> = BTreeMap::new();
        for tie in ties
            .iter()
            .filter(|tie| self.family[tie.child] == self.family[tie.parent])
        {
            evidence
                .entry(self.family[tie.child])
                .or_default()
                .extend(tie.evidence.iter().cloned());
        }
        for (root, members) in members {
            let articles = self.reading.articles;
            let id = OriginId::of(["article", articles[root].id.as_str()]);
            let mut evidence = evidence.remove(&root).unwrap_or_default();
            evidence.extend(members.iter().flat_map(|at| self.credits(*at)));
            let origin = Origin {
                id: id.clone(),
                name: self.name(&members),
                articles: ids(articles, &members),
                evidence,
            };
            self.of_family.insert(root, id.clone());
            self.origins.insert(id, origin);
        }
    }

    /// The credit lines of an article that name someone else.
    fn credits(&self, at: usize) -> Vec<Evidence> {
        let credited = self.reading.voices[at]
            .values()
            .filter(|voice| voice.carried != Carried::Own && !voice.line.is_empty());
        credited
            .map(|voice| Evidence {
                kind: EvidenceKind::Credit,
                article: self.reading.articles[at].id.clone(),
                other: None,
                score: if voice.carried == Carried::Credited { 0.75 } else { 0.3 },
                what: voice.line.clone(),
            })
            .collect()
    }

    /// The agency that the members credit, else the outlet of the earliest, else its title.
    fn name(&self, members: &[usize]) -> String {
        let Reading {
            articles,
            voices,
            names,
            ..
        } = self.reading;
        let earliest = members
            .iter()
            .min_by_key(|at| (articles[**at].published.is_none(), articles[**at].published, **at));
        let mut credited: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for (key, voice) in members
            .iter()
            .flat_map(|at| &voices[*at])
            .filter(|(_, voice)| voice.carried == Carried::Credited)
        {
            credited.entry(key).or_insert((0, &voice.name)).0 += 1;
        }
        if let Some((key, (_, name))) = credited.into_iter().max_by(|a, b| (a.1.0, b.0).cmp(&(b.1.0, a.0))) {
            return names.shown(key, name).to_owned();
        }
        let article = earliest.map(|at| articles[*at]);
        let name = article.and_then(|article| article.outlet.clone().or_else(|| article.title.clone()));
        name.or_else(|| article.map(|article| article.id.to_string()))
            .unwrap_or_default()
    }

    fn origin_of(&mut self, claim: &Claim, article: Option<usize>) -> OriginId {
        let Some(at) = article else {
            let id = OriginId::of(["article", claim.article.as_str()]);
            let origin = Origin {
                id: id.clone(),
                name: claim.article.to_string(),
                articles: vec![claim.article.clone()],
                evidence: Vec::new(),
            };
            self.origins.entry(id.clone()).or_insert(origin);
            return id;
        };
        let own = self
            .of_family
            .get(&self.family[at])
            .cloned()
            .unwrap_or_else(|| OriginId::of(["article", claim.article.as_str()]));
        let Some(name) = outlet_of(claim) else { return own };
        let key = self.reading.names.key(name);
        let pair = pair_of(claim);
        if key.is_empty() || self.family_speaks(at, &key) {
            return own;
        }
        if let Some(id) = self
            .report(at, &key, &pair)
            .and_then(|report| self.of_family.get(&self.family[report]))
        {
            return id.clone();
        }
        let id = OriginId::of(["cited", &key, &pair.0, &pair.1]);
        let shown = self.reading.names.shown(&key, name).to_owned();
        let origin = self.origins.entry(id.clone()).or_insert_with(|| Origin {
            id: id.clone(),
            name: shown,
            articles: Vec::new(),
            evidence: Vec::new(),
        });
        origin.articles.push(claim.article.clone());
        let what = format!("cites {name}, whose report is not in the archive");
        origin.evidence.push(Evidence {
            kind: EvidenceKind::Citation,
            article: claim.article.clone(),
            other: None,
            score: 0.75,
            what,
        });
        id
    }

    /// Does the article or one of its family carry the voice?
    fn family_speaks(&self, at: usize, key: &str) -> bool {
        let carries = |at: usize| self.reading.voices[at].contains_key(key);
        carries(at) || (self.family[at] != at && carries(self.family[at]))
    }

    /// The latest report by that voice on those parties that the article can have meant.
    fn report(&self, at: usize, key: &str, pair: &Pair) -> Option<usize> {
        let articles = self.reading.articles;
        let lag = |report: usize| Some(day(articles[at].published?) - day(articles[report].published?));
        let fits = |report: &usize| *report != at && lag(*report).is_none_or(|lag| (-1..=STILL_CITED).contains(&lag));
        let rank = |report: &usize| (lag(*report).map_or(STILL_CITED, i32::abs), *report);
        self.reports
            .get(&(key, pair))?
            .iter()
            .copied()
            .filter(fits)
            .min_by_key(rank)
    }
}

fn ids(articles: &[&ArticleView], members: &[usize]) -> Vec<ArticleId> {
    members
        .iter()
        .map(|at| articles[*at].id.clone())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}
