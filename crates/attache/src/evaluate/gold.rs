//! What should a careful reader find? The hand-made gold of `corpus/`, as types.
//!
//! A `gold.toml` is read leniently where annotators may differ in form (a weapon with only a text or only a reason, a decade written by its
//! first year or by both its ends, `unknown` for a party) and strictly everywhere else: a key that the corpus README does not know is an error.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use attache_model::{
    Amount, Bound, Category, Context as EventContext, EventType, Measure, Mode, Money, Precision, Quantity, Sector,
    SlotName, SourceKind, Stage, Stance, Terms, When,
};
use serde::Deserialize;

/// Which half of the corpus: the one that rules are written on, or the unseen one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Train,
    Test,
}

impl Part {
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Train => "train",
            Part::Test => "test",
        }
    }
}

/// One story family: its folder and what is in it.
#[derive(Debug)]
pub struct Story {
    /// The folder's name.
    pub name: String,
    pub folder: PathBuf,
    pub gold: Gold,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gold {
    /// One line on what the family is about.
    #[serde(rename = "story")]
    pub about: String,
    #[serde(rename = "article")]
    pub articles: Vec<GoldArticle>,
    #[serde(rename = "claim", default)]
    pub claims: Vec<GoldClaim>,
    #[serde(rename = "event", default)]
    pub events: Vec<GoldEvent>,
    #[serde(rename = "figure", default)]
    pub figures: Vec<GoldFigure>,
    #[serde(rename = "record", default)]
    pub records: Vec<GoldRecord>,
    #[serde(rename = "event_record", default)]
    pub event_records: Vec<GoldGroup>,
    #[serde(rename = "figure_record", default)]
    pub figure_records: Vec<GoldGroup>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldArticle {
    pub file: String,
    pub title: String,
    pub outlet: Option<String>,
    /// A day, or a month or year where the page shows no more.
    pub published: Option<When>,
    /// Articles of a family with the same label are one source.
    pub origin: String,
    pub body_starts: String,
    pub body_ends: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldClaim {
    pub id: String,
    pub article: String,
    pub quotes: Vec<String>,
    pub supplier: Option<GoldParty>,
    pub recipient: Option<GoldParty>,
    pub weapon: Option<Cell<String>>,
    pub category: Option<Cell<Category>>,
    pub quantity: Option<GoldQuantity>,
    pub stage: Option<Cell<Stage>>,
    pub terms: Option<Cell<Terms>>,
    pub value: Option<GoldMoney>,
    pub agreed: Option<GoldWhen>,
    pub delivered: Option<GoldWhen>,
    pub covert: Option<Cell<bool>>,
    #[serde(default)]
    pub via: Vec<GoldParty>,
    pub stance: Stance,
    #[serde(default)]
    pub sources: Vec<GoldSource>,
}

/// A cell: its value, and the span that says it or the reason for which it is inferred.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell<T> {
    pub value: Option<T>,
    pub text: Option<String>,
    pub why: Option<String>,
}

pub type GoldParty = Cell<String>;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldQuantity {
    value: Option<u64>,
    low: Option<u64>,
    high: Option<u64>,
    bound: Bound,
    pub text: Option<String>,
    pub why: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldMoney {
    amount: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    currency: String,
    bound: Bound,
    pub text: Option<String>,
    pub why: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldWhen {
    pub value: String,
    pub precision: Precision,
    pub text: Option<String>,
    pub why: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldSource {
    pub name: String,
    pub kind: SourceKind,
    #[serde(default)]
    pub parallel: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldRecord {
    pub id: String,
    pub supplier: Option<String>,
    pub recipient: Option<String>,
    pub category: Category,
    pub weapon: Option<String>,
    pub stage: Stage,
    pub claims: Vec<String>,
    pub origins: usize,
    #[serde(default)]
    pub disputed: Vec<SlotName>,
    #[serde(default)]
    pub superseded: Vec<SlotName>,
    #[serde(default)]
    pub denied: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldEvent {
    pub id: String,
    pub article: String,
    pub quotes: Vec<String>,
    #[serde(rename = "type")]
    pub event: Cell<EventType>,
    pub mode: Option<Mode>,
    #[serde(default)]
    pub actors: Vec<GoldActor>,
    #[serde(default)]
    pub recipients: Vec<GoldActor>,
    pub date: Option<GoldWhen>,
    pub place: Option<GoldPlace>,
    #[serde(default)]
    pub contexts: Vec<EventContext>,
    pub stance: Stance,
    #[serde(default)]
    pub sources: Vec<GoldSource>,
}

/// Who acts or is acted upon: a state by its code, else the usual short name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldActor {
    pub value: String,
    pub sector: Option<Sector>,
    pub text: Option<String>,
    pub why: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldPlace {
    pub text: Option<String>,
    pub why: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldFigure {
    pub id: String,
    pub article: String,
    pub quotes: Vec<String>,
    pub measure: Cell<Measure>,
    pub value: GoldAmount,
    pub subject: Option<GoldSubject>,
    pub supplier: Option<GoldParty>,
    pub as_of: Option<GoldWhen>,
    pub place: Option<GoldPlace>,
    pub event: Option<EventType>,
    pub stance: Stance,
    #[serde(default)]
    pub sources: Vec<GoldSource>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldAmount {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    bound: Bound,
    unit: Option<String>,
    pub text: Option<String>,
    pub why: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldSubject {
    pub text: Option<String>,
    pub why: Option<String>,
    pub party: Option<String>,
}

/// What claims of events or of figures add up to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldGroup {
    pub id: String,
    pub claims: Vec<String>,
    pub origins: usize,
    #[serde(default)]
    pub disputed: Vec<SlotName>,
    #[serde(default)]
    pub superseded: Vec<SlotName>,
    #[serde(default)]
    pub denied: bool,
}

/// The word by which gold says that nobody is named.
const UNKNOWN: &str = "unknown";

/// The party's code or name; `None` for `unknown`.
pub fn known(party: Option<&str>) -> Option<&str> {
    party.filter(|name| !name.eq_ignore_ascii_case(UNKNOWN))
}

impl GoldClaim {
    pub fn supplier(&self) -> Option<&str> {
        known(self.supplier.as_ref().and_then(|cell| cell.value.as_deref()))
    }

    pub fn recipient(&self) -> Option<&str> {
        known(self.recipient.as_ref().and_then(|cell| cell.value.as_deref()))
    }

    pub fn designation(&self) -> Option<&str> {
        self.weapon.as_ref().and_then(|cell| cell.value.as_deref())
    }

    pub fn category(&self) -> Category {
        self.category
            .as_ref()
            .and_then(|cell| cell.value)
            .unwrap_or(Category::Unspecified)
    }

    pub fn stage(&self) -> Option<Stage> {
        self.stage.as_ref().and_then(|cell| cell.value)
    }

    /// Every text that must be found in the article, with the name of its slot.
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let slots: [(&'static str, Option<&String>); 11] = [
            ("supplier", self.supplier.as_ref().and_then(|cell| cell.text.as_ref())),
            ("recipient", self.recipient.as_ref().and_then(|cell| cell.text.as_ref())),
            ("weapon", self.weapon.as_ref().and_then(|cell| cell.text.as_ref())),
            ("category", self.category.as_ref().and_then(|cell| cell.text.as_ref())),
            ("quantity", self.quantity.as_ref().and_then(|cell| cell.text.as_ref())),
            ("stage", self.stage.as_ref().and_then(|cell| cell.text.as_ref())),
            ("terms", self.terms.as_ref().and_then(|cell| cell.text.as_ref())),
            ("value", self.value.as_ref().and_then(|cell| cell.text.as_ref())),
            ("agreed", self.agreed.as_ref().and_then(|cell| cell.text.as_ref())),
            ("delivered", self.delivered.as_ref().and_then(|cell| cell.text.as_ref())),
            ("covert", self.covert.as_ref().and_then(|cell| cell.text.as_ref())),
        ];
        let via = self.via.iter().map(|party| ("via", party.text.as_ref()));
        stated(&self.quotes, slots.into_iter().chain(via))
    }
}

impl GoldEvent {
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let actors = self.actors.iter().map(|actor| ("actors", actor.text.as_ref()));
        let recipients = self.recipients.iter().map(|actor| ("recipients", actor.text.as_ref()));
        let slots = [
            ("type", self.event.text.as_ref()),
            ("date", self.date.as_ref().and_then(|date| date.text.as_ref())),
            ("place", self.place.as_ref().and_then(|place| place.text.as_ref())),
        ];
        stated(&self.quotes, actors.chain(recipients).chain(slots))
    }
}

impl GoldFigure {
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let slots = [
            ("measure", self.measure.text.as_ref()),
            ("value", self.value.text.as_ref()),
            (
                "subject",
                self.subject.as_ref().and_then(|subject| subject.text.as_ref()),
            ),
            (
                "supplier",
                self.supplier.as_ref().and_then(|supplier| supplier.text.as_ref()),
            ),
            ("as_of", self.as_of.as_ref().and_then(|date| date.text.as_ref())),
            ("place", self.place.as_ref().and_then(|place| place.text.as_ref())),
        ];
        stated(&self.quotes, slots)
    }
}

/// The quotes, and the slots that have words of their own.
fn stated<'a>(
    quotes: &'a [String],
    slots: impl IntoIterator<Item = (&'static str, Option<&'a String>)>,
) -> Vec<(&'static str, &'a str)> {
    let quotes = quotes.iter().map(|quote| ("quote", quote.as_str()));
    let slots = slots
        .into_iter()
        .filter_map(|(slot, text)| Some((slot, text?.as_str())));
    quotes.chain(slots).collect()
}

impl GoldAmount {
    /// As the model writes it; `None` when neither value nor low end is given.
    pub fn amount(&self) -> Option<Amount> {
        Some(Amount {
            value: self.low.or(self.value)?,
            high: self.high,
            bound: self.bound,
            unit: self.unit.clone(),
        })
    }
}

impl GoldQuantity {
    /// As the model writes it; `None` when neither value nor low end is given.
    pub fn quantity(&self) -> Option<Quantity> {
        Some(Quantity {
            value: self.low.or(self.value)?,
            high: self.high,
            bound: self.bound,
        })
    }
}

impl GoldMoney {
    pub fn money(&self) -> Option<Money> {
        let amount = self.low.or(self.amount)?;
        Some(Money {
            amount,
            high: self.high,
            currency: self.currency.clone(),
            bound: self.bound,
        })
    }
}

impl GoldWhen {
    /// The period at the precision that gold states. A decade may be written `1980`, `1980/1989` or `198X`.
    pub fn when(&self) -> Result<When> {
        let parsed: When = self.value.parse()?;
        let when = match (self.precision, parsed.precision, self.value.contains('/')) {
            (Precision::Decade, Precision::Year, false) => {
                let year = parsed.first.map_or(0, |first| first.year());
                When::decade(year - year % 10).with_context(|| format!("`{}` is no decade", self.value))?
            }
            _ => When {
                precision: self.precision,
                ..parsed
            },
        };
        Ok(when)
    }
}

impl Story {
    /// Reads the gold of one folder.
    pub fn load(folder: &Path) -> Result<Story> {
        let path = folder.join("gold.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let gold = toml::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
        let name = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Ok(Story {
            name,
            folder: folder.to_owned(),
            gold,
        })
    }

    /// Does the family hold texts that must give nothing?
    pub fn is_distractors(&self) -> bool {
        self.name == "distractors"
    }

    pub fn claims_of<'a>(&'a self, file: &'a str) -> impl Iterator<Item = &'a GoldClaim> {
        self.gold.claims.iter().filter(move |claim| claim.article == file)
    }
}

/// Every story of one part, in the order of their names.
pub fn load_part(corpus: &Path, part: Part) -> Result<Vec<Story>> {
    let folder = corpus.join(part.as_str());
    let entries = fs::read_dir(&folder).with_context(|| {
        format!(
            "reading {}\nhint: --corpus names the folder that holds `train` and `test`",
            folder.display()
        )
    })?;
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.join("gold.toml").is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    if folders.is_empty() {
        bail!("{} holds no story: expected folders with a gold.toml", folder.display());
    }
    folders.iter().map(|folder| Story::load(folder)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(value: &str, precision: Precision) -> String {
        GoldWhen {
            value: value.to_owned(),
            precision,
            text: None,
            why: None,
        }
        .when()
        .unwrap()
        .to_string()
    }

    #[test]
    fn a_decade_is_a_decade_however_it_is_written() {
        for value in ["1980", "1980/1989", "198X"] {
            assert_eq!(when(value, Precision::Decade), "198X", "{value}");
        }
        assert_eq!(when("2023-03-20/2023-03-26", Precision::Day), "2023-03-20/2023-03-26");
    }

    #[test]
    fn an_unknown_party_is_no_party() {
        assert_eq!(known(Some("unknown")), None);
        assert_eq!(known(Some("PER")), Some("PER"));
    }

    #[test]
    fn a_key_that_nobody_knows_is_an_error() {
        let text =
            "story = 's'\n[[article]]\nfile='a'\ntitle='t'\norigin='o'\nbody_starts='x'\nbody_ends='y'\ncolour='red'\n";
        let error = toml::from_str::<Gold>(text).unwrap_err().to_string();
        assert!(error.contains("colour"), "{error}");
    }
}
