//! What do the words mean? The tables of `vocabulary/`, read once and indexed for look-up.

mod events;
mod names;
mod table;
mod transfers;
mod weapons;
mod words;

use std::collections::HashMap;

use attache_model::Date;
use serde::Deserialize;

pub use events::{Class, Counted, EventFrame, Events, FigureRow, Stand};
pub use names::{Meaning, NameKind, Names};
pub use table::VocabularyError;
pub use transfers::{
    Frame, Governor, Governors, Hedges, Needs, Part, Report, Reporting, Saying, SourceNoun, SubjectOf, Trigger,
    Triggers,
};
pub use weapons::{Kind, Modifier, WeaponEntry, Weapons, key};
pub use words::{Mark, Marked, Marks, Noun, NounClass, Nouns};

/// Everything that reading knows of the world.
pub struct Vocabulary {
    pub states: Vec<State>,
    pub leaders: Vec<Leader>,
    pub organisations: Vec<Organisation>,
    pub groups: Vec<Group>,
    pub companies: Vec<Company>,
    pub outlets: Vec<Outlet>,
    pub offices: Vec<Office>,
    pub names: Names,
    pub weapons: Weapons,
    pub triggers: Triggers,
    pub governors: Governors,
    pub reporting: Reporting,
    pub hedges: Hedges,
    pub source_nouns: Vec<SourceNoun>,
    pub nouns: Nouns,
    pub marks: Marks,
    pub events: Events,
}

/// A state, present or former, with everything that stands for it in the news.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub demonyms: Vec<String>,
    #[serde(default)]
    pub capital: String,
    /// Buildings and bodies that stand for the government.
    #[serde(default)]
    pub seats: Vec<String>,
    #[serde(default)]
    pub cities: Vec<String>,
    #[serde(default)]
    pub from: Option<String>,
    #[serde(default)]
    pub until: Option<String>,
    #[serde(default)]
    pub successor: Option<String>,
    pub example: String,
}

/// A person who speaks or acts for a state, with dates in office (absent: not known).
#[derive(Clone, Debug, Deserialize)]
pub struct Leader {
    pub state: String,
    pub person: String,
    pub office: String,
    #[serde(deserialize_with = "table::date")]
    pub since: Option<Date>,
    #[serde(deserialize_with = "table::date")]
    pub until: Option<Date>,
    #[serde(deserialize_with = "table::list")]
    pub aliases: Vec<String>,
    pub example: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Organisation {
    pub name: String,
    #[serde(default)]
    pub names: Vec<String>,
    pub kind: String,
    #[serde(default)]
    pub members: Vec<String>,
    /// State → the day it joined, where that was after the foundation.
    #[serde(default)]
    pub joined: HashMap<String, Date>,
    /// State → the day it left; not among the members unless the body is dissolved.
    #[serde(default)]
    pub left: HashMap<String, Date>,
    #[serde(default)]
    pub from: Option<Date>,
    #[serde(default)]
    pub until: Option<Date>,
    #[serde(default)]
    pub state: Option<String>,
    /// Those who speak for the body as its head.
    #[serde(default)]
    pub heads: Vec<String>,
    pub example: String,
}

/// An armed group or unrecognised entity: a party under its own name.
#[derive(Clone, Debug, Deserialize)]
pub struct Group {
    pub name: String,
    #[serde(deserialize_with = "table::list")]
    pub aliases: Vec<String>,
    #[serde(deserialize_with = "table::list")]
    pub states: Vec<String>,
    pub example: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Company {
    pub name: String,
    pub state: String,
    #[serde(deserialize_with = "table::list")]
    pub aliases: Vec<String>,
    /// `maker`, `exporter`, `shipyard` stand for their state; `broker` does not.
    pub kind: String,
    pub example: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Outlet {
    pub name: String,
    /// `agency` or `outlet`.
    pub kind: String,
    pub host: String,
    pub state: String,
    #[serde(deserialize_with = "table::list")]
    pub aliases: Vec<String>,
    pub example: String,
}

/// A noun for an office or body that, with a state's name, stands for that state or its official.
#[derive(Clone, Debug, Deserialize)]
pub struct Office {
    pub noun: String,
    /// `official`, `body` or `person`.
    pub office: String,
    pub example: String,
}

macro_rules! shipped {
    ($file:literal) => {
        ($file, include_str!(concat!("../../../../vocabulary/", $file)))
    };
}

impl Vocabulary {
    /// "Contract", "accord": a noun for a deal between two.
    pub fn is_deal(&self, lemma: &str) -> bool {
        let lemma = lemma.to_lowercase();
        let mut rows = self.triggers.starting(&lemma, Part::Noun);
        rows.any(|row| row.frame == Frame::Deal)
    }

    /// The tables that ship with the program.
    pub fn shipped() -> Result<Vocabulary, VocabularyError> {
        #[derive(Deserialize)]
        struct States {
            state: Vec<State>,
        }
        #[derive(Deserialize)]
        struct Organisations {
            organisation: Vec<Organisation>,
        }
        let states = table::toml::<States>(shipped!("states.toml"))?.state;
        let organisations = table::toml::<Organisations>(shipped!("organisations.toml"))?.organisation;
        let leaders: Vec<Leader> = table::csv(shipped!("leaders.csv"))?;
        let groups: Vec<Group> = table::csv(shipped!("groups.csv"))?;
        let companies: Vec<Company> = table::csv(shipped!("companies.csv"))?;
        let outlets: Vec<Outlet> = table::csv(shipped!("outlets.csv"))?;
        let offices: Vec<Office> = table::csv(shipped!("ministries.csv"))?;
        let weapons = Weapons::new(
            table::csv(shipped!("weapons.csv"))?,
            table::csv(shipped!("weapon_kinds.csv"))?,
            table::csv(shipped!("weapon_modifiers.csv"))?,
        );
        let names = Names::new(&states, &leaders, &organisations, &groups, &companies, &outlets)?;
        Ok(Vocabulary {
            triggers: Triggers::new(table::csv(shipped!("transfer_triggers.csv"))?),
            governors: Governors::new(table::csv(shipped!("transfer_governors.csv"))?),
            reporting: Reporting::new(table::csv(shipped!("reporting.csv"))?),
            hedges: Hedges::new(table::csv(shipped!("hedges.csv"))?),
            source_nouns: table::csv(shipped!("source_nouns.csv"))?,
            nouns: Nouns::new(table::csv(shipped!("nouns.csv"))?),
            marks: Marks::new(table::csv(shipped!("transfer_marks.csv"))?),
            events: Events::shipped()?,
            states,
            leaders,
            organisations,
            groups,
            companies,
            outlets,
            offices,
            names,
            weapons,
        })
    }

    /// The outlet or agency of this name.
    pub fn outlet(&self, name: &str) -> Option<&Outlet> {
        let mut outlets = self.outlets.iter();
        outlets.find(|outlet| outlet.name == name || outlet.aliases.iter().any(|alias| alias == name))
    }

    /// The agency of this name, which a byline or dateline may write in capitals: "THE ASSOCIATED PRESS".
    pub fn agency(&self, name: &str) -> Option<&Outlet> {
        let bare = |name: &'_ str| -> String {
            let name = name.trim();
            let article = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("the "));
            name[if article { 4 } else { 0 }..].to_owned()
        };
        let wanted = bare(name);
        let shouted = !wanted.chars().any(char::is_lowercase);
        let is = |known: &str| match shouted {
            true => bare(known).to_uppercase() == wanted,
            false => bare(known) == wanted,
        };
        let mut agencies = self.outlets.iter().filter(|outlet| outlet.kind == "agency");
        agencies.find(|outlet| is(&outlet.name) || outlet.aliases.iter().any(|alias| is(alias)))
    }

    /// The usual name of the body of states or armed group of this name.
    pub fn body(&self, name: &str) -> Option<&str> {
        let is = |usual: &str, others: &[String]| usual == name || others.iter().any(|other| other == name);
        let mut organisations = self.organisations.iter();
        let organisation = organisations.find(|body| is(&body.name, &body.names));
        let group = || self.groups.iter().find(|group| is(&group.name, &group.aliases));
        organisation
            .map(|body| body.name.as_str())
            .or_else(|| group().map(|group| group.name.as_str()))
    }

    pub fn state(&self, code: &str) -> Option<&State> {
        self.states.iter().find(|state| state.code == code)
    }

    /// The office that `noun` (lower case, singular) names.
    pub fn office(&self, noun: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.noun == noun)
    }
}
