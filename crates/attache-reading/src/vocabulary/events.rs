//! Which words open an event, and where do its actors stand? The tables of `vocabulary/events/`; their README explains the columns.

use std::collections::{HashMap, HashSet};

use attache_model::{Context, EventType, Measure, Mode, Sector};
use serde::{Deserialize, Deserializer};

use super::table::{self, VocabularyError};
use super::transfers::Part;

/// A row of one of the sixteen tables.
#[derive(Clone, Debug, Deserialize)]
pub struct EventRow {
    #[serde(deserialize_with = "table::list")]
    pub words: Vec<String>,
    pub pos: Part,
    object: String,
    #[serde(deserialize_with = "table::list")]
    actor: Vec<String>,
    #[serde(deserialize_with = "table::list")]
    recipient: Vec<String>,
    #[serde(deserialize_with = "table::word")]
    pub mode: Option<Mode>,
    #[serde(deserialize_with = "sentences")]
    pub example: Vec<String>,
    #[serde(deserialize_with = "sentences")]
    pub unlike: Vec<String>,
}

/// Sentences parted by ` | `.
fn sentences<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let cell = String::deserialize(deserializer)?;
    let sentences = cell.split(" | ").map(str::trim).filter(|sentence| !sentence.is_empty());
    Ok(sentences.map(str::to_owned).collect())
}

/// Where an actor of an event stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    Subject,
    Object,
    Indirect,
    Possessive,
    /// An adjective or noun before the noun.
    Modifier,
    /// In the clause behind.
    Clause,
    Prep(String),
}

/// How the words of a row open an event, ready for looking up.
#[derive(Clone, Debug)]
pub struct EventFrame {
    pub event: EventType,
    pub pos: Part,
    pub mode: Option<Mode>,
    pub object: Option<Wanted>,
    /// Nouns one of which the subject must be.
    pub subject: Option<HashSet<String>>,
    pub actors: Vec<Stand>,
    pub recipients: Vec<Stand>,
    /// No table holds the words: the model takes them for an event.
    pub bare: bool,
}

/// Which object a verb must have.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub nouns: HashSet<String>,
    /// Or none at all.
    pub or_none: bool,
}

/// Words of a phrase behind its first.
type Rest = Vec<String>;

pub struct Events {
    pub rows: Vec<(EventType, EventRow)>,
    frames: Vec<EventFrame>,
    /// A frame of each type that says nothing of where its sides stand.
    bare: Vec<EventFrame>,
    by_word: HashMap<(String, Part), Vec<(Rest, usize)>>,
    classes: HashMap<Class, HashSet<String>>,
    actors: HashMap<String, Sector>,
    pub actor_rows: Vec<ActorRow>,
    contexts: Vec<(Context, Vec<String>)>,
    pub figures: Vec<FigureRow>,
    by_figure: HashMap<(String, Part), usize>,
}

/// The classes of nouns.csv that the rules themselves ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Verbs that carry a noun: "launch an attack".
    Light,
    /// Words that count what stands behind their "of": "dozens of".
    Quantity,
    /// What kills and is no deed.
    Accident,
    /// What deeds kill with.
    Explosive,
    /// Verbs whose infinitive is yet to come: "plans to visit".
    Plan,
    /// Adjectives of what is yet to come: "the planned visit".
    Planned,
    /// What both are: "both sides", "the two armies".
    Side,
    /// Nouns that stand for a state named before: "the kingdom".
    Polity,
    /// Verbs of words alone: "declined to comment".
    Speech,
    /// Verbs of assent, whose negation is a refusal: "does not recognise".
    Approve,
    /// Verbs of what nobody is promised for his good: "vowed to punish".
    Harm,
    /// Nouns of places that are taken, held and hit.
    Territory,
    /// Arms as they are sold.
    Wares,
    /// Nouns of people counted: "thousands of students".
    Number,
    /// Verbs of having: "fields 4,000 soldiers".
    Have,
    /// Who brings two others together: "with Brazil as host".
    Between,
}

/// A row of figures.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct FigureRow {
    #[serde(deserialize_with = "table::list")]
    pub words: Vec<String>,
    pub pos: Part,
    #[serde(deserialize_with = "counted")]
    pub counts: Option<Counted>,
    pub measure: Measure,
    pub example: String,
}

/// Whom a verb's number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Subject,
    Object,
}

fn counted<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Counted>, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "" => Ok(None),
        "subject" => Ok(Some(Counted::Subject)),
        "object" => Ok(Some(Counted::Object)),
        other => Err(serde::de::Error::custom(format!(
            "counts is `{other}`; expected `subject`, `object` or nothing"
        ))),
    }
}

/// A row of actors.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct ActorRow {
    #[serde(deserialize_with = "table::list")]
    pub nouns: Vec<String>,
    pub sector: Sector,
    pub example: String,
}

macro_rules! tables {
    ($($event:ident $file:literal),+ $(,)?) => {
        [$((EventType::$event, (concat!("events/", $file), include_str!(concat!("../../../../vocabulary/events/", $file))))),+]
    };
}

impl Events {
    pub fn shipped() -> Result<Events, VocabularyError> {
        #[derive(Deserialize)]
        struct ClassRow {
            class: String,
            #[serde(deserialize_with = "table::list")]
            nouns: Vec<String>,
        }
        #[derive(Deserialize)]
        struct About {
            context: Context,
            #[serde(deserialize_with = "table::list")]
            words: Vec<String>,
        }
        let tables = tables![
            Agree "agree.csv", Consult "consult.csv", Support "support.csv", Concede "concede.csv", Cooperate "cooperate.csv",
            Aid "aid.csv", Retreat "retreat.csv", Request "request.csv", Accuse "accuse.csv", Reject "reject.csv",
            Threaten "threaten.csv", Protest "protest.csv", Sanction "sanction.csv", Mobilize "mobilize.csv",
            Coerce "coerce.csv", Assault "assault.csv",
        ];
        let mut rows = Vec::new();
        for (event, table) in tables {
            let read: Vec<EventRow> = table::csv(table)?;
            rows.extend(read.into_iter().map(|row| (event, row)));
        }
        let nouns = (
            "events/nouns.csv",
            include_str!("../../../../vocabulary/events/nouns.csv"),
        );
        let classes: HashMap<String, Vec<String>> = table::csv::<ClassRow>(nouns)?
            .into_iter()
            .map(|row| (row.class, row.nouns))
            .collect();
        let asked = [
            Class::Light,
            Class::Quantity,
            Class::Accident,
            Class::Explosive,
            Class::Plan,
            Class::Planned,
            Class::Side,
            Class::Polity,
            Class::Speech,
            Class::Approve,
            Class::Harm,
            Class::Territory,
            Class::Wares,
            Class::Number,
            Class::Have,
            Class::Between,
        ];
        let words = |class: &Class| {
            let name = format!("{class:?}").to_uppercase();
            classes.get(&name).into_iter().flatten().cloned().collect()
        };
        let asked = asked.iter().map(|class| (*class, words(class))).collect();
        let actors = (
            "events/actors.csv",
            include_str!("../../../../vocabulary/events/actors.csv"),
        );
        let actor_rows: Vec<ActorRow> = table::csv(actors)?;
        let contexts = (
            "events/contexts.csv",
            include_str!("../../../../vocabulary/events/contexts.csv"),
        );
        let contexts = table::csv::<About>(contexts)?;
        let frames: Vec<EventFrame> = rows.iter().map(|(event, row)| frame(*event, row, &classes)).collect();
        let mut by_word: HashMap<(String, Part), Vec<(Rest, usize)>> = HashMap::new();
        for (at, (_, row)) in rows.iter().enumerate() {
            for phrase in &row.words {
                let mut words = phrase.split(' ').map(str::to_owned).collect::<Vec<_>>();
                // A noun of two words is found by its last, which is its head.
                if row.pos == Part::Noun {
                    words.reverse();
                }
                let rest = words.split_off(1);
                by_word.entry((words.remove(0), row.pos)).or_default().push((rest, at));
            }
        }
        let by_noun = |row: &ActorRow| {
            let nouns = row.nouns.iter();
            nouns.map(|noun| (noun.clone(), row.sector)).collect::<Vec<_>>()
        };
        let figures: Vec<FigureRow> = table::csv(("figures.csv", include_str!("../../../../vocabulary/figures.csv")))?;
        let mut by_figure = HashMap::new();
        for (at, row) in figures.iter().enumerate() {
            for word in &row.words {
                by_figure.entry((word.clone(), row.pos)).or_insert(at);
            }
        }
        let bare = EventType::ALL
            .iter()
            .flat_map(|&event| [Part::Verb, Part::Noun, Part::Adj].map(|pos| bare(event, pos)));
        Ok(Events {
            bare: bare.collect(),
            figures,
            by_figure,
            frames,
            by_word,
            classes: asked,
            // Where a noun stands in two rows, the first counts.
            actors: actor_rows.iter().rev().flat_map(by_noun).collect(),
            actor_rows,
            contexts: contexts.into_iter().map(|row| (row.context, row.words)).collect(),
            rows,
        })
    }

    /// The frames that `lemma` may open, with the further words that each wants.
    pub fn frames(&self, lemma: &str, pos: Part) -> impl Iterator<Item = (&[String], &EventFrame)> {
        let found = self.by_word.get(&(lemma.to_owned(), pos));
        let found = found.into_iter().flatten();
        found.map(|(rest, at)| (rest.as_slice(), &self.frames[*at]))
    }

    /// The frame of words that no table holds.
    pub fn bare(&self, event: EventType, pos: Part) -> Option<&EventFrame> {
        self.bare.iter().find(|frame| frame.event == event && frame.pos == pos)
    }

    /// What a number beside this word counts.
    pub fn figure(&self, lemma: &str, pos: Part) -> Option<&FigureRow> {
        self.by_figure
            .get(&(lemma.to_owned(), pos))
            .map(|&at| &self.figures[at])
    }

    pub fn is(&self, class: Class, word: &str) -> bool {
        self.classes
            .get(&class)
            .is_some_and(|words| words.contains(&word.to_lowercase()))
    }

    /// The part of a state or society that `noun` acts for.
    pub fn sector(&self, noun: &str) -> Option<Sector> {
        self.actors.get(noun).copied()
    }

    /// What words (lower case) are about.
    pub fn contexts(&self, text: &str) -> Vec<Context> {
        let says = |word: &String| {
            let (stem, open) = match word.strip_suffix('*') {
                Some(stem) => (stem, true),
                None => (word.as_str(), false),
            };
            text.match_indices(stem).any(|(at, _)| {
                let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                !letter(text[..at].chars().next_back()) && (open || !letter(text[at + stem.len()..].chars().next()))
            })
        };
        let about = self.contexts.iter().filter(|(_, words)| words.iter().any(says));
        about.map(|(context, _)| *context).collect()
    }

    /// The first words of the phrases, each with the nouns that its row wants beside it; no nouns: it wants none. For finding sentences that may tell
    /// an event.
    pub fn words(&self) -> impl Iterator<Item = (EventType, &str, Option<&HashSet<String>>)> {
        self.frames.iter().zip(&self.rows).flat_map(|(frame, (_, row))| {
            let nouns = frame
                .object
                .as_ref()
                .filter(|wanted| !wanted.or_none)
                .map(|wanted| &wanted.nouns);
            let first = row.words.iter().filter_map(|phrase| phrase.split(' ').next());
            first.map(move |word| (frame.event, word, nouns))
        })
    }
}

fn bare(event: EventType, pos: Part) -> EventFrame {
    EventFrame {
        event,
        pos,
        mode: None,
        object: None,
        subject: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        bare: true,
    }
}

fn frame(event: EventType, row: &EventRow, classes: &HashMap<String, Vec<String>>) -> EventFrame {
    let expand = |item: &str| classes.get(item).cloned().unwrap_or_else(|| vec![item.to_owned()]);
    let object = (!row.object.is_empty()).then(|| {
        let items: Vec<&str> = row.object.split(';').map(str::trim).collect();
        Wanted {
            nouns: items
                .iter()
                .filter(|item| !item.is_empty())
                .flat_map(|item| expand(item))
                .collect(),
            or_none: items.contains(&""),
        }
    });
    let is_class = |item: &&String| classes.contains_key(item.as_str());
    let subject = row
        .actor
        .iter()
        .find(is_class)
        .map(|item| expand(item).into_iter().collect());
    let stand = |item: &String| match item.as_str() {
        "subject" => Stand::Subject,
        "object" => Stand::Object,
        "indirect" => Stand::Indirect,
        "possessive" => Stand::Possessive,
        "modifier" => Stand::Modifier,
        "clause" => Stand::Clause,
        _ if classes.contains_key(item) => Stand::Subject,
        preposition => Stand::Prep(preposition.to_owned()),
    };
    EventFrame {
        event,
        pos: row.pos,
        mode: row.mode,
        object,
        subject,
        actors: row.actor.iter().map(stand).collect(),
        recipients: row.recipient.iter().map(stand).collect(),
        bare: false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use attache_language::{Tag, forms, lemma};

    use super::*;

    #[test]
    fn every_form_of_a_verb_leads_back_to_it() {
        let events = Events::shipped().unwrap();
        let verbs = events.rows.iter().filter(|(_, row)| row.pos == Part::Verb);
        let words: BTreeSet<&str> = verbs
            .flat_map(|(_, row)| &row.words)
            .filter_map(|phrase| phrase.split(' ').next())
            .collect();
        let leads_back = |word: &str, end: &str| {
            let mut ending = forms(word).into_iter().filter(|form| form.ends_with(end)).peekable();
            ending.peek().is_none() || ending.any(|form| lemma(&form, Tag::Verb) == word)
        };
        let wrong = words
            .iter()
            .filter(|word| !leads_back(word, "ing") || !leads_back(word, "ed"));
        let failures: Vec<&str> = wrong.copied().collect();
        assert!(
            failures.is_empty(),
            "their forms are read as other verbs: {}",
            failures.join(" ")
        );
    }
}
