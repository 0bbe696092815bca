//! Which articles are one source, and where does each claim come from?
//!
//! Every article goes back to at most one other, the one it is tied to most strongly ([`crate::evidence`]), of equals the nearest in time;
//! articles so connected are a family. A round-up that takes from two reports therefore joins one of them, and does not make the two reports one.
//!
//! A claim comes from the last outlet or agency in its chain: from that one's own report when the archive has it, and otherwise from an
//! origin outside the archive, the same for all who cite it on the same matter. A claim that cites none comes from its article's family.
//!
//! What new articles change is found from them: the families that they are tied to are put together anew, and the claims that may go back to
//! a report among them are asked again where they come from.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ArticleId, Claim, ClaimId, Evidence, EvidenceKind, Origin, OriginId};
use rayon::prelude::*;

use crate::citations::{matters, outlet_of};
use crate::clusters::find;
use crate::credits::Carried;
use crate::evidence::{Mark, ONE_SOURCE, Tie, tie};
use crate::memory::Memory;
use crate::names::NAMES;
use crate::neighbours::neighbours;
use crate::shelf::Shelf;

/// Days by which a report may be older than the article that cites it as the source of a claim.
const STILL_CITED: i32 = 365;

/// Ties of one article that its family shows, at most: of a thousand daily bulletins each shares passages with all others.
const SHOWN: usize = 8;

/// What new articles and claims make of where everything comes from.
#[derive(Debug, Default)]
pub struct Traced {
    /// Every tie that is new.
    pub ties: Vec<Tie>,
    /// Articles of which all ties known before are void.
    pub retied: BTreeSet<ArticleId>,
    /// The family of each new article, and of each whose family has changed or may have.
    pub families: BTreeMap<ArticleId, OriginId>,
    /// Origins made anew: families, and outlets whose report the archive lacks.
    pub origins: BTreeMap<OriginId, Origin>,
    /// Origins that are no more.
    pub gone: BTreeSet<OriginId>,
    /// The origin of each claim that has another than before, or had none.
    pub of_claim: BTreeMap<ClaimId, OriginId>,
}

/// `claims` are the new ones, those of the new articles among them.
pub fn trace<M: Memory>(shelf: &mut Shelf<M>, claims: &[&Claim]) -> Result<Traced, M::Error> {
    let mut traced = Traced::default();
    let (pairs, retied) = neighbours(shelf)?;
    traced.retied = retied;
    let known = pairs.iter().flat_map(|(a, b)| [a, b]);
    shelf.fetch(known)?;
    let open: &Shelf<M> = shelf;
    let together: Vec<_> = pairs
        .iter()
        .filter_map(|(a, b)| Some((open.get(a)?, open.get(b)?)))
        .collect();
    traced.ties = together.into_par_iter().filter_map(|(a, b)| tie(a, b)).collect();
    traced
        .ties
        .sort_by(|a, b| (&a.child, &a.parent).cmp(&(&b.child, &b.parent)));
    let moved = families(shelf, &mut traced)?;
    claims_of_reports(shelf, claims, &moved, &mut traced)?;
    Ok(traced)
}

/// Puts the families anew together that new articles are tied to. Gives the articles whose family is another one than before.
fn families<M: Memory>(shelf: &mut Shelf<M>, traced: &mut Traced) -> Result<BTreeSet<ArticleId>, M::Error> {
    let mut touched: BTreeSet<ArticleId> = shelf.new.union(&traced.retied).cloned().collect();
    touched.extend(
        traced
            .ties
            .iter()
            .flat_map(|tie| [tie.child.clone(), tie.parent.clone()]),
    );
    let mut members = touched;
    let mut known = BTreeSet::new();
    let mut ties;
    // Whole families, and those that an article would be of if its strongest tie were gone.
    loop {
        let size = members.len();
        known.extend(shelf.memory.families(&members)?.into_values());
        members.extend(shelf.memory.members(&known)?);
        ties = shelf.memory.ties(&members)?;
        ties.retain(|tie| !traced.retied.contains(&tie.child) && !traced.retied.contains(&tie.parent));
        let strong = ties.iter().filter(|tie| tie.score >= ONE_SOURCE);
        members.extend(strong.flat_map(|tie| [tie.child.clone(), tie.parent.clone()]));
        if members.len() == size {
            break;
        }
    }
    let before = shelf.memory.families(&members)?;
    shelf.fetch(&members)?;
    ties.extend(traced.ties.iter().cloned());
    ties.sort_by(|a, b| (&a.child, &a.parent).cmp(&(&b.child, &b.parent)));

    let members: Vec<ArticleId> = members.into_iter().collect();
    let roots = roots(&members, &ties);
    let mut of_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, root) in roots.iter().enumerate() {
        of_root.entry(*root).or_default().push(at);
    }
    let mut evidence: BTreeMap<usize, Vec<Evidence>> = BTreeMap::new();
    for tie in ties.chunk_by_mut(|a, b| a.child == b.child).flat_map(strongest) {
        let place = |id: &ArticleId| members.binary_search(id).map(|at| roots[at]);
        if let (Ok(child), Ok(parent)) = (place(&tie.child), place(&tie.parent))
            && child == parent
        {
            evidence.entry(child).or_default().extend(tie.evidence.iter().cloned());
        }
    }
    for (root, family) in of_root {
        let family: Vec<&ArticleId> = family.into_iter().map(|at| &members[at]).collect();
        let evidence = evidence.remove(&root).unwrap_or_default();
        let origin = family_origin(shelf, &members[root], &family, evidence);
        let placed = family.into_iter().map(|id| (id.clone(), origin.id.clone()));
        traced.families.extend(placed);
        traced.origins.insert(origin.id.clone(), origin);
    }
    let gone = known.into_iter().filter(|id| !traced.origins.contains_key(id));
    traced.gone.extend(gone);
    let moved = traced
        .families
        .iter()
        .filter(|(id, family)| before.get(*id) != Some(family));
    Ok(moved.map(|(id, _)| id.clone()).collect())
}

/// Of the ties of one article those that are shown as evidence of its family.
fn strongest(ties: &mut [Tie]) -> &[Tie] {
    ties.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.parent.cmp(&b.parent)));
    &ties[..ties.len().min(SHOWN)]
}

/// For each member the first (the root) of its family, by their places.
fn roots(members: &[ArticleId], ties: &[Tie]) -> Vec<usize> {
    let order = |tie: &Tie| (tie.days.map_or(i32::MIN, |days| -days), Reverse(tie.parent.clone()));
    let mut parent: BTreeMap<&ArticleId, &Tie> = BTreeMap::new();
    for tie in ties.iter().filter(|tie| tie.score >= ONE_SOURCE) {
        let best = parent.entry(&tie.child).or_insert(tie);
        let better = tie
            .score
            .total_cmp(&best.score)
            .then_with(|| order(tie).cmp(&order(best)));
        if better.is_gt() {
            *best = tie;
        }
    }
    let mut root: Vec<usize> = (0..members.len()).collect();
    for tie in parent.values() {
        if let (Ok(child), Ok(parent)) = (members.binary_search(&tie.child), members.binary_search(&tie.parent)) {
            let (a, b) = (find(&mut root, child), find(&mut root, parent));
            // The one that the others go back to stays the root.
            root[a] = b;
        }
    }
    (0..members.len()).map(|at| find(&mut root, at)).collect()
}

fn family_id(root: &ArticleId) -> OriginId {
    OriginId::of(["article", root.as_str()])
}

fn family_origin<M: Memory>(
    shelf: &Shelf<M>,
    root: &ArticleId,
    members: &[&ArticleId],
    mut evidence: Vec<Evidence>,
) -> Origin {
    evidence.extend(members.iter().flat_map(|id| credits(shelf, id)));
    evidence.sort_by(|a, b| (&a.article, &a.other, a.kind, &a.what).cmp(&(&b.article, &b.other, b.kind, &b.what)));
    evidence.dedup();
    Origin {
        id: family_id(root),
        name: family_name(shelf, members),
        articles: members.iter().map(|id| (*id).clone()).collect(),
        evidence,
    }
}

/// The credit lines of an article that name someone else.
fn credits<M: Memory>(shelf: &Shelf<M>, id: &ArticleId) -> Vec<Evidence> {
    let voices = shelf.get(id).into_iter().flat_map(|features| features.voices.values());
    let credited = voices.filter(|voice| voice.carried != Carried::Own && !voice.line.is_empty());
    credited
        .map(|voice| Evidence {
            kind: EvidenceKind::Credit,
            article: id.clone(),
            other: None,
            score: if voice.carried == Carried::Credited { 0.75 } else { 0.3 },
            what: voice.line.clone(),
        })
        .collect()
}

/// The agency that the members credit, else the outlet of the earliest, else its title.
fn family_name<M: Memory>(shelf: &Shelf<M>, members: &[&ArticleId]) -> String {
    let open = || members.iter().filter_map(|id| shelf.get(id));
    let mut credited: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (key, voice) in open()
        .flat_map(|features| &features.voices)
        .filter(|(_, voice)| voice.carried == Carried::Credited)
    {
        credited.entry(key).or_insert((0, &voice.name)).0 += 1;
    }
    if let Some((key, (_, name))) = credited.into_iter().max_by(|a, b| (a.1.0, b.0).cmp(&(b.1.0, a.0))) {
        return NAMES.shown(key, name).to_owned();
    }
    let earliest = open().min_by_key(|features| (features.day.is_none(), features.day, &features.article.id));
    let article = earliest.map(|features| &features.article);
    let name = article.and_then(|article| article.outlet.clone().or_else(|| article.title.clone()));
    name.or_else(|| members.first().map(|id| id.to_string()))
        .unwrap_or_default()
}

/// Asks where claims come from: the new ones, those of articles that have another family now, and those that may go back to either.
fn claims_of_reports<M: Memory>(
    shelf: &mut Shelf<M>,
    new: &[&Claim],
    moved: &BTreeSet<ArticleId>,
    traced: &mut Traced,
) -> Result<(), M::Error> {
    let old = old_claims(shelf, moved)?;
    let claims: Vec<&Claim> = new.iter().copied().chain(&old).collect();
    let ids = claims.iter().map(|claim| claim.id.clone()).collect();
    let before = if shelf.memory.is_blank() {
        BTreeMap::new()
    } else {
        shelf.memory.claim_origins(&ids)?
    };
    let mut asking = Asking {
        roots: traced.families.keys().map(|id| (family_id(id), id.clone())).collect(),
        families: traced.families.clone(),
        reports: BTreeMap::new(),
    };
    asking.know(shelf, claims.iter().map(|claim| &claim.article))?;
    let mut outside: BTreeMap<OriginId, Vec<(&Claim, String)>> = BTreeMap::new();
    for claim in &claims {
        let found = asking.origin_of(shelf, claim)?;
        if let Whence::Outside(id, name) = &found {
            outside.entry(id.clone()).or_default().push((claim, name.clone()));
        }
        if let Whence::Lost(id) = &found {
            traced.origins.insert(id.clone(), lost(id, claim));
        }
        let id = found.id();
        if before.get(&claim.id) != Some(id) {
            traced.of_claim.insert(claim.id.clone(), id.clone());
        }
    }
    // Outlets outside that a claim has come to, or gone from: what has no members is no family.
    let mut changed: BTreeSet<OriginId> = traced
        .of_claim
        .keys()
        .filter_map(|claim| before.get(claim))
        .cloned()
        .collect();
    changed.retain(|id| !traced.origins.contains_key(id) && !traced.gone.contains(id));
    let families: BTreeSet<OriginId> = shelf.memory.members(&changed)?.iter().map(family_id).collect();
    changed.retain(|id| !families.contains(id));
    changed.extend(traced.of_claim.values().filter(|id| outside.contains_key(*id)).cloned());
    for id in changed {
        let told = outside.remove(&id).unwrap_or_default();
        outlet_outside(shelf, id, told, traced)?;
    }
    Ok(())
}

/// Claims weighed before of articles that have moved, and of those that cite a voice which a new or moved article has on their matter.
fn old_claims<M: Memory>(shelf: &mut Shelf<M>, moved: &BTreeSet<ArticleId>) -> Result<Vec<Claim>, M::Error> {
    if shelf.memory.is_blank() {
        return Ok(Vec::new());
    }
    let mut articles: BTreeSet<ArticleId> = moved.clone();
    for features in shelf.new.iter().chain(moved).filter_map(|id| shelf.get(id)) {
        let window = features
            .day
            .map_or((i32::MIN, i32::MAX), |day| (day - 1, day + STILL_CITED));
        for mark in features.marks().into_iter().filter(|mark| !mark.asks) {
            let bearers = shelf.memory.bearers(mark.topic, window)?;
            articles.extend(
                bearers
                    .into_iter()
                    .filter(|bearer| bearer.asks)
                    .map(|bearer| bearer.article),
            );
        }
    }
    articles.retain(|id| !shelf.new.contains(id));
    shelf.fetch(&articles)?;
    shelf.memory.claims_of(&articles)
}

/// Where a claim comes from.
enum Whence {
    Family(OriginId),
    /// An outlet whose report is not in the archive, as the claim names it.
    Outside(OriginId, String),
    /// An article that is not in the archive itself.
    Lost(OriginId),
}

impl Whence {
    fn id(&self) -> &OriginId {
        match self {
            Whence::Family(id) | Whence::Outside(id, _) | Whence::Lost(id) => id,
        }
    }
}

/// A report, as far as it matters to who cites it.
type Report = (Option<i32>, ArticleId);

struct Asking {
    families: BTreeMap<ArticleId, OriginId>,
    /// The first article of each family, after which it is named.
    roots: BTreeMap<OriginId, ArticleId>,
    /// Mark → reports that have it, once it was asked for.
    reports: BTreeMap<u64, Vec<Report>>,
}

impl Asking {
    /// Sees to it that the families of these are known, and that their first articles lie open.
    fn know<'i, M: Memory>(
        &mut self,
        shelf: &mut Shelf<M>,
        ids: impl Iterator<Item = &'i ArticleId>,
    ) -> Result<(), M::Error> {
        if shelf.memory.is_blank() {
            return Ok(());
        }
        let missing: BTreeSet<ArticleId> = ids.filter(|id| !self.families.contains_key(*id)).cloned().collect();
        let found = shelf.memory.families(&missing)?;
        let wanted: BTreeSet<OriginId> = found.values().cloned().collect();
        self.families.extend(found);
        let members = shelf.memory.members(&wanted)?;
        let roots = members.into_iter().map(|id| (family_id(&id), id));
        let roots: BTreeMap<OriginId, ArticleId> = roots.filter(|(family, _)| wanted.contains(family)).collect();
        shelf.fetch(roots.values())?;
        self.roots.extend(roots);
        Ok(())
    }

    fn origin_of<M: Memory>(&mut self, shelf: &mut Shelf<M>, claim: &Claim) -> Result<Whence, M::Error> {
        let Some(own) = self.families.get(&claim.article).cloned() else {
            return Ok(Whence::Lost(family_id(&claim.article)));
        };
        let Some(name) = outlet_of(claim) else {
            return Ok(Whence::Family(own));
        };
        let key = NAMES.key(name);
        if key.is_empty() || self.family_speaks(shelf, &claim.article, &own, &key) {
            return Ok(Whence::Family(own));
        }
        let matters = matters(claim);
        if let Some(report) = self.report(shelf, &claim.article, &key, &matters)? {
            self.know(shelf, std::iter::once(&report))?;
            return Ok(Whence::Family(self.families.get(&report).cloned().unwrap_or(own)));
        }
        let matter = matters.first().map_or("?", String::as_str);
        let id = OriginId::of(["cited", &key, matter]);
        Ok(Whence::Outside(id, name.to_owned()))
    }

    /// Does the article or the first of its family carry the voice?
    fn family_speaks<M: Memory>(&self, shelf: &Shelf<M>, article: &ArticleId, family: &OriginId, key: &str) -> bool {
        let carries = |id: &ArticleId| shelf.get(id).is_some_and(|features| features.voices.contains_key(key));
        carries(article) || self.roots.get(family).is_some_and(carries)
    }

    /// The latest report by that voice on that matter that the article can have meant.
    fn report<M: Memory>(
        &mut self,
        shelf: &Shelf<M>,
        article: &ArticleId,
        key: &str,
        matters: &BTreeSet<String>,
    ) -> Result<Option<ArticleId>, M::Error> {
        let day = shelf.get(article).and_then(|features| features.day);
        let lag = |report: &Report| Some(day? - report.0?);
        let fits =
            |report: &&Report| report.1 != *article && lag(report).is_none_or(|lag| (-1..=STILL_CITED).contains(&lag));
        let rank = |report: &&Report| (lag(report).map_or(STILL_CITED, i32::abs), report.1.clone());
        let mut best: Option<&Report> = None;
        for matter in matters {
            let topic = Mark::report(key, matter);
            if let std::collections::btree_map::Entry::Vacant(vacant) = self.reports.entry(topic) {
                let bearers = shelf.bearers(topic, (i32::MIN, i32::MAX))?;
                let reports = bearers.into_iter().filter(|bearer| !bearer.asks);
                vacant.insert(reports.map(|bearer| (bearer.day, bearer.article)).collect());
            }
        }
        for matter in matters {
            let reports = self.reports.get(&Mark::report(key, matter)).into_iter().flatten();
            best = reports.filter(fits).chain(best).min_by_key(rank);
        }
        Ok(best.map(|(_, id)| id.clone()))
    }
}

/// The origin of claims whose article nobody has.
fn lost(id: &OriginId, claim: &Claim) -> Origin {
    Origin {
        id: id.clone(),
        name: claim.article.to_string(),
        articles: vec![claim.article.clone()],
        evidence: Vec::new(),
    }
}

/// An outlet outside the archive, with all who cite it; gone when nobody does any more. `told` are the claims just asked that come from it.
fn outlet_outside<M: Memory>(
    shelf: &Shelf<M>,
    id: OriginId,
    told: Vec<(&Claim, String)>,
    traced: &mut Traced,
) -> Result<(), M::Error> {
    let mut citing: BTreeMap<ClaimId, (ArticleId, String)> = BTreeMap::new();
    if !shelf.memory.is_blank() {
        let mut before: BTreeSet<ClaimId> = shelf.memory.claims_from(&id)?.into_iter().collect();
        before.retain(|claim| !traced.of_claim.contains_key(claim));
        for claim in shelf.memory.claims(&before)? {
            if let Some(name) = outlet_of(&claim) {
                citing.insert(claim.id.clone(), (claim.article.clone(), name.to_owned()));
            }
        }
    }
    citing.extend(
        told.into_iter()
            .map(|(claim, name)| (claim.id.clone(), (claim.article.clone(), name))),
    );
    let Some((_, (_, first))) = citing.first_key_value() else {
        traced.gone.insert(id);
        return Ok(());
    };
    let name = NAMES.shown(&NAMES.key(first), first).to_owned();
    let articles: BTreeSet<ArticleId> = citing.values().map(|(article, _)| article.clone()).collect();
    let cites: BTreeSet<&(ArticleId, String)> = citing.values().collect();
    let evidence = cites.into_iter().map(|(article, name)| Evidence {
        kind: EvidenceKind::Citation,
        article: article.clone(),
        other: None,
        score: 0.75,
        what: format!("cites {name}, whose report is not in the archive"),
    });
    let origin = Origin {
        id: id.clone(),
        name,
        articles: articles.into_iter().collect(),
        evidence: evidence.collect(),
    };
    traced.origins.insert(id, origin);
    Ok(())
}
