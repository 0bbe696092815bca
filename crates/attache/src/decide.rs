//! How does a person say that the register is right, wrong, or otherwise?
//!
//! What is typed names records or claims; what is kept names claims, with what was seen of them, so that the decision holds when records
//! are made anew. The clock is read here and nowhere below.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use attache_model::{ArticleId, Claim, Decision, Record, Ruling, Seen, SlotName, Timestamp, Verdict};
use attache_store::{Archive, Outcome, StoreError};
use serde_json::Value;

use crate::cli::{DecideOptions, DecideWhat, again};
use crate::errors::Advice;
use crate::show::parties::Parties;
use crate::show::{open_weighed, short};
use crate::terminal::{Terminal, clean, count};

pub fn run(options: &DecideOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let mut archive = open_weighed(path, terminal)?;
    let who = options.who.clone().or_else(ambient_name);
    let decision = decide(&options.what, who.as_deref(), options.why.as_deref(), &mut archive)?;
    let claims = decision.what.claims().count();
    let id = short(decision.id.as_str(), 8);
    let on = if claims == 0 {
        String::new()
    } else {
        format!(" on {}", count(claims as u64, "claim"))
    };
    terminal.note(format_args!(
        "decision {id}: {}{on}, by {}",
        decision.what.as_str(),
        clean(&decision.who)
    ));
    terminal.hint(format_args!(
        "{} takes it back",
        again(path, &format!("decide undo {id} --why …"))
    ));
    Ok(true)
}

/// Keeps what is decided; the register is not weighed yet.
pub fn decide(what: &DecideWhat, who: Option<&str>, why: Option<&str>, archive: &mut Archive) -> Result<Decision> {
    let who = required(
        who,
        "it is not known who decides",
        "say it with --who NAME, or set ATTACHE_WHO",
    )?;
    let why = required(why, "a decision needs its reason", "say it with --why \"…\"")?;
    let (what, seen) = ruling(what, archive)?;
    let decision = Decision::new(now(), who, what, why, seen);
    archive.decide(std::slice::from_ref(&decision))?;
    Ok(decision)
}

/// Takes in decisions that others made.
pub fn import(decisions: &[Decision], path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let mut archive = Archive::open_existing(path)?;
    let outcomes = archive.decide(decisions)?;
    let new = outcomes.iter().filter(|outcome| **outcome == Outcome::New).count();
    let known = outcomes.len() - new;
    terminal.note(format_args!(
        "{}, {known} known already",
        count(new as u64, "new decision")
    ));
    Ok(true)
}

/// To the millisecond: two decisions of one person are never made at once.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// The name of whoever is at the keyboard, as the system has it.
pub fn ambient_name() -> Option<String> {
    ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok())
}

fn required(given: Option<&str>, wrong: &str, hint: &str) -> Result<String> {
    let given = given.map(str::trim).filter(|given| !given.is_empty());
    given.map(str::to_owned).ok_or_else(|| Advice::error(wrong, hint))
}

/// What is decided, and the articles that lie before the one who decides.
fn ruling(what: &DecideWhat, archive: &Archive) -> Result<(Ruling, Vec<ArticleId>)> {
    let mut named = Named::default();
    let ruling = match what {
        DecideWhat::Confirm { ids } => Ruling::Confirm {
            claims: named.all(ids, archive)?,
        },
        DecideWhat::Reject { ids } => Ruling::Reject {
            claims: named.all(ids, archive)?,
        },
        DecideWhat::Correct { id, slot, value } => named.correct(id, *slot, value, archive)?,
        DecideWhat::Merge { ids } => Ruling::Merge {
            claims: one_kind(named.all(ids, archive)?)?,
        },
        DecideWhat::Split { ids } => named.split(ids, archive)?,
        DecideWhat::Undo { id } => Ruling::Undo {
            decision: archive.decision(id.trim())?.id,
        },
    };
    Ok((ruling, named.seen.into_iter().collect()))
}

/// What ids on the command line name.
#[derive(Default)]
struct Named {
    seen: BTreeSet<ArticleId>,
}

impl Named {
    /// The claims of all that is named, each once.
    fn all(&mut self, ids: &[String], archive: &Archive) -> Result<Vec<Seen>> {
        let mut claims: Vec<Seen> = Vec::new();
        for id in ids {
            for claim in self.find(id, archive)?.0 {
                if !claims.iter().any(|known| known.claim == claim.id) {
                    claims.push(Seen::of(&claim));
                }
            }
        }
        Ok(claims)
    }

    /// The claims of the record, or the claim, that an id begins; and the record, or the one that holds the claim.
    fn find(&mut self, id: &str, archive: &Archive) -> Result<(Vec<Claim>, Option<Record>)> {
        let id = id.trim();
        let (claims, record) = match (archive.record(id), archive.claim(id)) {
            (Ok(record), Err(StoreError::Unknown { .. })) => {
                let claims = record.claims.iter().map(|claim| archive.claim(claim.as_str()));
                (claims.collect::<Result<_, _>>()?, Some(record))
            }
            (Err(StoreError::Unknown { .. }), Ok(claim)) => {
                let mut records = archive.records_of(&claim.article)?.into_iter();
                let record = records.find(|record| record.claims.contains(&claim.id));
                (vec![claim], record)
            }
            (Err(StoreError::Unknown { .. }), Err(StoreError::Unknown { .. })) => {
                return Err(Advice::error(
                    format!("no record or claim has an id that begins with `{id}`"),
                    "attache register and attache claims show the ids",
                ));
            }
            (Ok(_), Ok(_)) => {
                return Err(Advice::error(
                    format!("`{id}` begins the id of a record and of a claim"),
                    "give more digits of the one you mean",
                ));
            }
            (Err(error), _) | (_, Err(error)) => return Err(error.into()),
        };
        self.seen
            .extend(claims.iter().map(|claim: &Claim| claim.article.clone()));
        self.seen
            .extend(record.iter().flat_map(|record| record.articles.iter().cloned()));
        Ok((claims, record))
    }

    /// Of a record, the claims that give the value shown, and where that is disputed its rivals too; where no claim gives one, all.
    fn correct(&mut self, id: &str, slot: SlotName, value: &str, archive: &Archive) -> Result<Ruling> {
        let (mut claims, record) = self.find(id, archive)?;
        let cell = record.as_ref().and_then(|record| record.slots.get(&slot));
        if let (Some(cell), true) = (cell, claims.len() > 1) {
            let disputed = cell.verdict == Verdict::Disputed;
            let rivals = cell.rivals.iter().filter(|_| disputed).flat_map(|rival| &rival.claims);
            let giving: BTreeSet<_> = cell.claims.iter().chain(rivals).collect();
            claims.retain(|claim| giving.contains(&claim.id));
        }
        let value = typed(slot, value)?;
        for claim in &claims {
            claim.corrected(slot, &value, "")?;
        }
        let claims = claims.iter().map(Seen::of).collect();
        Ok(Ruling::Correct { claims, slot, value })
    }

    /// The claims named, from all others of their record.
    fn split(&mut self, ids: &[String], archive: &Archive) -> Result<Ruling> {
        let mut claims: Vec<Claim> = Vec::new();
        let mut records: Vec<Record> = Vec::new();
        for id in ids {
            let (found, record) = self.find(id, archive)?;
            claims.extend(found);
            records.extend(record);
        }
        records.sort_by(|a, b| a.id.cmp(&b.id));
        records.dedup_by(|a, b| a.id == b.id);
        let [record] = records.as_slice() else {
            return Err(Advice::error(
                format!("these claims are in {}", count(records.len() as u64, "record")),
                "name claims of one record, those to be held apart from its others",
            ));
        };
        let others = record
            .claims
            .iter()
            .filter(|id| !claims.iter().any(|claim| claim.id == **id));
        let from: Vec<Claim> = others.map(|id| archive.claim(id.as_str())).collect::<Result<_, _>>()?;
        if from.is_empty() {
            return Err(Advice::error(
                "these are all the claims of their record",
                "name those that are to be held apart from the others",
            ));
        }
        let seen = |claims: &[Claim]| claims.iter().map(Seen::of).collect();
        Ok(Ruling::Split {
            claims: seen(&claims),
            from: seen(&from),
        })
    }
}

fn one_kind(claims: Vec<Seen>) -> Result<Vec<Seen>> {
    let kinds: BTreeSet<&str> = claims.iter().map(|claim| claim.kind.as_str()).collect();
    match (claims.len(), kinds.len()) {
        (0 | 1, _) => Err(Advice::error(
            "there is nothing to merge",
            "name two records or claims, or more",
        )),
        (_, 1) => Ok(claims),
        _ => Err(Advice::error(
            format!(
                "claims of several kinds: {}",
                kinds.into_iter().collect::<Vec<_>>().join(", ")
            ),
            "a record holds claims of one kind",
        )),
    }
}

/// A value as typed, in the form in which it is kept: JSON where it is JSON, a state's name as its code, nothing for `none`.
fn typed(slot: SlotName, text: &str) -> Result<Value> {
    let text = text.trim();
    if text == "none" {
        return Ok(Value::Null);
    }
    let parties = [
        SlotName::Supplier,
        SlotName::Recipient,
        SlotName::Via,
        SlotName::Actors,
        SlotName::Recipients,
        SlotName::Party,
    ];
    if parties.contains(&slot) {
        let known = Parties::shipped()?;
        let names = text.split(',').map(|name| known.code(name.trim()).to_owned());
        return Ok(Value::from(names.collect::<Vec<_>>().join(", ")));
    }
    let structured = text.starts_with(['{', '[']);
    let parsed = structured.then(|| serde_json::from_str(text).ok()).flatten();
    Ok(parsed.unwrap_or_else(|| Value::from(text)))
}
