//! By what can a search be narrowed?
//!
//! Thousands of articles may hold a word, and the page counts how many of them each outlet, year, state and kind would leave. So what is asked of an
//! article is kept in memory, beside the register and read with it: words that many share are kept once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use attache_model::{ArticleId, ClaimId, Date, Kind};
use attache_store::{Archive, Match, Shelved, StoreError};

use crate::facets::Dated;
use crate::register::Row;

/// All articles and quotes, by their numbers in the archive.
#[derive(Debug, Default)]
pub struct Shelf {
    /// In the order of their numbers.
    slips: Vec<Slip>,
    quotes: HashMap<i64, Quoted>,
}

/// An article without its words.
#[derive(Clone, Debug)]
pub struct Slip {
    number: i64,
    pub id: ArticleId,
    pub outlet: Arc<str>,
    pub published: Option<Date>,
    /// The year in which it was published; `no date` where that is not known.
    pub year: Arc<str>,
    pub language: Arc<str>,
    /// The parties and kinds of the records that rest on it.
    parties: Vec<Arc<str>>,
    kinds: Vec<Kind>,
}

#[derive(Debug)]
struct Quoted {
    claim: ClaimId,
    /// The places of its article and its record; a claim that was rejected is in none.
    slip: usize,
    row: Option<usize>,
}

/// An article or a quote that a search found.
pub struct Found<'r> {
    pub hit: Match,
    pub slip: &'r Slip,
    /// The claim of a quote, and the record that rests on it.
    pub quote: Option<(&'r ClaimId, Option<&'r Row>)>,
}

impl Shelf {
    /// `rows` are those of the register, `told` the claims that each rests on.
    pub fn read(archive: &Archive, rows: &[Row], told: &HashMap<ClaimId, usize>) -> Result<Shelf, StoreError> {
        let mut words = Words::default();
        let mut slips: Vec<Slip> = archive
            .shelf()?
            .into_iter()
            .map(|shelved| Slip::of(shelved, &mut words))
            .collect();
        let mut quotes = HashMap::new();
        for (number, claim, article) in archive.quotes()? {
            let Ok(slip) = slips.binary_search_by_key(&article, |slip| slip.number) else {
                continue;
            };
            let row = told.get(&claim).copied();
            if let (Some(at), Some(slip)) = (row, slips.get_mut(slip)) {
                slip.tells(&rows[at], &mut words);
            }
            quotes.insert(number, Quoted { claim, slip, row });
        }
        Ok(Shelf { slips, quotes })
    }

    /// The article of this number; one that came in since is not on the shelf yet.
    pub fn article(&self, hit: Match) -> Option<Found<'_>> {
        let at = self.slips.binary_search_by_key(&hit.number, |slip| slip.number).ok()?;
        let slip = self.slips.get(at)?;
        Some(Found { hit, slip, quote: None })
    }

    /// The quote of this number; `rows` are those that the shelf was read with.
    pub fn quote<'r>(&'r self, hit: Match, rows: &'r [Row]) -> Option<Found<'r>> {
        let quoted = self.quotes.get(&hit.number)?;
        Some(Found {
            hit,
            slip: self.slips.get(quoted.slip)?,
            quote: Some((&quoted.claim, quoted.row.and_then(|at| rows.get(at)))),
        })
    }
}

impl Slip {
    pub fn of(shelved: Shelved, words: &mut Words) -> Slip {
        let year = shelved.published.map(|day| day.year().to_string());
        Slip {
            number: shelved.number,
            id: shelved.id,
            outlet: words.once(shelved.outlet.as_deref().unwrap_or("not named")),
            published: shelved.published,
            year: words.once(year.as_deref().unwrap_or("no date")),
            language: words.once(&shelved.language),
            parties: Vec::new(),
            kinds: Vec::new(),
        }
    }

    fn tells(&mut self, row: &Row, words: &mut Words) {
        for party in row.from().iter().chain(row.to()) {
            if !self.parties.iter().any(|known| **known == **party) {
                self.parties.push(words.once(party));
            }
        }
        if !self.kinds.contains(&row.kind) {
            self.kinds.push(row.kind);
        }
    }
}

/// Words that are kept once, however often they are said.
#[derive(Default)]
pub struct Words(HashSet<Arc<str>>);

impl Words {
    fn once(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        let word: Arc<str> = word.into();
        self.0.insert(Arc::clone(&word));
        word
    }
}

impl<'r> Found<'r> {
    /// Whom it concerns: the quote's record, or all records that rest on the article.
    pub fn parties(&self, tell: &mut dyn FnMut(&'r str)) {
        match self.quote {
            Some((_, row)) => row
                .iter()
                .flat_map(|row| row.from().iter().chain(row.to()))
                .for_each(|party| tell(party)),
            None => self.slip.parties.iter().for_each(|party| tell(party)),
        }
    }

    /// What it tells of; an article from which nothing was kept tells of nothing.
    pub fn kinds(&self, tell: &mut dyn FnMut(&'r str)) {
        let mut plural = |kind: Kind| {
            tell(match kind {
                Kind::Transfer => "transfers",
                Kind::Event => "events",
                Kind::Figure => "figures",
            });
        };
        match self.quote {
            Some((_, row)) => row.iter().for_each(|row| plural(row.kind)),
            None if self.slip.kinds.is_empty() => tell("nothing in the register"),
            None => self.slip.kinds.iter().for_each(|kind| plural(*kind)),
        }
    }
}

impl Dated for Found<'_> {
    fn years(&self) -> Option<(i16, i16)> {
        self.slip.published.map(|day| (day.year(), day.year()))
    }
}
