//! How well are events and figures read, on the corpus with its gold?
//!
//! An event is right when its type is, and each side holds the same parties (strict), or at least one of them or nobody on both (lenient), and a
//! quote overlaps. A figure is right when measure and number are and a quote overlaps. Stance and the last link of the chain are judged on events
//! and figures that are right by the lenient measure.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use attache_model::{Actor, Article, Claim, EventType, Figure, Slot, Span, Stance, When};
use attache_reading::Reader;

use super::assign::best_pairs;
use super::figures::{Counts, Figures, share, write_counts};
use super::floors::Dataset;
use super::gold::{self, GoldActor, GoldEvent, GoldFigure, GoldSource, GoldWhen, Part, Story};
use super::read::{self, ReadArticle, places};
use super::{EvaluateOptions, same, slots};

pub fn run(options: &EvaluateOptions, out: &mut dyn Write, datasets: &mut Vec<Dataset>) -> Result<Figures> {
    let reader = Reader::shipped()?;
    let mut figures = Figures::default();
    for part in options.parts() {
        let mut stories = gold::load_part(&options.corpus(), part)?;
        if let Some(wanted) = &options.story {
            stories.retain(|story| &story.name == wanted);
        }
        let articles = read::read(&stories, &reader)?;
        let listed = options.errors && (part == Part::Train || options.show_test);
        let score = Score::of(&articles, listed, out)?;
        score.write(part, &stories, out)?;
        score.put(&mut figures, &format!("events.{}", part.as_str()));
        if options.story.is_none() && options.corpus.is_none() {
            let folder = options.corpus().join(part.as_str());
            datasets.push(Dataset::of(&format!("events.{}", part.as_str()), &[folder])?);
        }
    }
    Ok(figures)
}

#[derive(Default)]
struct Score {
    strict: Counts,
    lenient: Counts,
    /// Type and quote alone.
    typed: Counts,
    by_type: BTreeMap<&'static str, Counts>,
    figures: Counts,
    figure_slots: BTreeMap<&'static str, (usize, usize)>,
    event_slots: BTreeMap<&'static str, (usize, usize)>,
    stance: (usize, usize),
    last_source: (usize, usize),
    /// Of all, with those that both leave to the outlet's own voice.
    last_source_of_all: (usize, usize),
    /// Of all that gold names a source for, those found with the right last one.
    sourced: (usize, usize),
    /// All that gold tells.
    gold: usize,
    /// Of the wrong ones: the outlet's own voice taken for another's, another's for its own.
    voices: (usize, usize),
}

impl Score {
    fn of(articles: &[ReadArticle<'_>], listed: bool, out: &mut dyn Write) -> Result<Score> {
        let mut score = Score::default();
        for read in articles {
            score.add_events(read, listed, out)?;
            score.add_figures(read, listed, out)?;
        }
        Ok(score)
    }

    fn add_events(&mut self, read: &ReadArticle<'_>, listed: bool, out: &mut dyn Write) -> Result<()> {
        let text = &read.article.text;
        let file = &read.gold.file;
        let gold: Vec<(&GoldEvent, Vec<Span>)> = read
            .story
            .gold
            .events
            .iter()
            .filter(|event| &event.article == file)
            .map(|event| (event, spans(text, &event.quotes)))
            .collect();
        let weigh = |predicted: usize, meant: usize| {
            let agreement = EventAgreement::of(&read.events[predicted], gold[meant].0, &gold[meant].1);
            agreement.weight()
        };
        self.gold += gold.len();
        self.sourced.1 += gold.iter().filter(|(event, _)| !event.sources.is_empty()).count();
        let pairs = best_pairs(read.events.len(), gold.len(), weigh);
        let mut found = (vec![false; read.events.len()], vec![false; gold.len()]);
        let counts = |right| Counts {
            predicted: read.events.len(),
            gold: gold.len(),
            right,
        };
        let (mut strict, mut lenient, mut typed) = (0, 0, 0);
        for &(predicted, meant) in &pairs {
            let (claim, (event, quotes)) = (&read.events[predicted], &gold[meant]);
            let agreement = EventAgreement::of(claim, event, quotes);
            typed += usize::from(agreement.typed);
            strict += usize::from(agreement.strict);
            found.0[predicted] |= agreement.typed;
            found.1[meant] |= agreement.typed;
            if listed && agreement.typed && !agreement.strict {
                write_sides(out, claim, event)?;
            }
            if !agreement.lenient {
                continue;
            }
            lenient += 1;
            if let Some(kind) = event.event.value {
                self.by_type.entry(kind.as_str()).or_default().right += 1;
            }
            self.add_attribution(claim, event.stance, &event.sources);
            if listed {
                write_attribution(out, claim, event.stance, &event.sources, &event.quotes)?;
            }
            self.add_event_slots(claim, event);
            if listed {
                write_when_and_where(out, claim, event)?;
            }
        }
        self.strict.add(counts(strict));
        self.lenient.add(counts(lenient));
        self.typed.add(counts(typed));
        for claim in &read.events {
            if let Some(event) = claim.event() {
                self.by_type.entry(event.event.value().as_str()).or_default().predicted += 1;
            }
        }
        for (event, _) in &gold {
            if let Some(kind) = event.event.value {
                self.by_type.entry(kind.as_str()).or_default().gold += 1;
            }
        }
        if listed {
            writeln!(out, "== {}/{file}", read.story.name)?;
            for (event, quotes) in gold
                .iter()
                .zip(&found.1)
                .filter(|(_, found)| !**found)
                .map(|(gold, _)| gold)
            {
                let read_at_all = quotes
                    .iter()
                    .any(|quote| read.shown.iter().any(|shown| shown.overlaps(*quote)));
                writeln!(
                    out,
                    "  - missed {}{} {} → {} “{}”\n      “{}”",
                    if read_at_all { "" } else { "(sentence not read) " },
                    event.event.value.map_or("?", EventType::as_str),
                    gold_names(&event.actors),
                    gold_names(&event.recipients),
                    event.event.text.as_deref().unwrap_or_default(),
                    event.quotes.join("” “")
                )?;
            }
            for claim in read
                .events
                .iter()
                .zip(&found.0)
                .filter(|(_, found)| !**found)
                .map(|(claim, _)| claim)
            {
                writeln!(out, "  + beyond {}", described(claim, &read.article))?;
            }
        }
        Ok(())
    }

    fn add_figures(&mut self, read: &ReadArticle<'_>, listed: bool, out: &mut dyn Write) -> Result<()> {
        let text = &read.article.text;
        let file = &read.gold.file;
        let gold: Vec<(&GoldFigure, Vec<Span>)> = read
            .story
            .gold
            .figures
            .iter()
            .filter(|figure| &figure.article == file)
            .map(|figure| (figure, spans(text, &figure.quotes)))
            .collect();
        let fits =
            |predicted: usize, meant: usize| figure_fits(&read.figures[predicted], gold[meant].0, &gold[meant].1);
        self.gold += gold.len();
        self.sourced.1 += gold.iter().filter(|(figure, _)| !figure.sources.is_empty()).count();
        let pairs = best_pairs(read.figures.len(), gold.len(), |predicted, meant| {
            i64::from(fits(predicted, meant))
        });
        self.figures.add(Counts {
            predicted: read.figures.len(),
            gold: gold.len(),
            right: pairs.len(),
        });
        for &(predicted, meant) in &pairs {
            let (claim, figure) = (&read.figures[predicted], gold[meant].0);
            self.add_attribution(claim, figure.stance, &figure.sources);
            if listed {
                write_attribution(out, claim, figure.stance, &figure.sources, &figure.quotes)?;
                write_whose_and_when(out, claim, figure)?;
            }
            self.add_figure_slots(claim, figure);
        }
        if listed {
            for (meant, (figure, _)) in gold.iter().enumerate() {
                if pairs.iter().all(|pair| pair.1 != meant) {
                    let value = figure
                        .value
                        .amount()
                        .map(|amount| amount.to_string())
                        .unwrap_or_default();
                    let measure = figure.measure.value.map_or("?", |measure| measure.as_str());
                    writeln!(
                        out,
                        "  - missed figure {measure} {value} “{}”",
                        figure.quotes.join("” “")
                    )?;
                }
            }
            for (predicted, claim) in read.figures.iter().enumerate() {
                if pairs.iter().all(|pair| pair.0 != predicted) {
                    writeln!(out, "  + beyond figure {}", described(claim, &read.article))?;
                }
            }
        }
        Ok(())
    }

    fn add_attribution(&mut self, claim: &Claim, stance: Stance, sources: &[GoldSource]) {
        self.stance.0 += usize::from(claim.stance == stance);
        self.stance.1 += 1;
        let right = slots::last_source_is_right(&claim.sources, sources);
        let tell = |counts: &mut (usize, usize)| {
            counts.0 += usize::from(right);
            counts.1 += 1;
        };
        tell(&mut self.last_source_of_all);
        self.sourced.0 += usize::from(right && !sources.is_empty());
        if !claim.sources.is_empty() || !sources.is_empty() {
            tell(&mut self.last_source);
        }
        self.voices.0 += usize::from(sources.is_empty() && !claim.sources.is_empty());
        self.voices.1 += usize::from(claim.sources.is_empty() && !sources.is_empty());
    }

    fn add_event_slots(&mut self, claim: &Claim, gold: &GoldEvent) {
        let Some(event) = claim.event() else { return };
        let mode = event.mode.as_ref().map(|slot| *slot.value());
        note(
            &mut self.event_slots,
            "mode",
            mode.is_some() || gold.mode.is_some(),
            mode == gold.mode,
        );
        let when = event.date.as_ref().map(|slot| *slot.value());
        let meant = gold.date.as_ref().and_then(|date| date.when().ok());
        note(
            &mut self.event_slots,
            "date",
            when.is_some() || meant.is_some(),
            when == meant,
        );
        let place = event.place.as_ref().map(|slot| slot.value().as_str());
        let meant = gold.place.as_ref().and_then(|place| place.text.as_deref());
        let same = match (place, meant) {
            (Some(place), Some(meant)) => same::key(meant).contains(&same::key(place)),
            (place, meant) => place.is_none() && meant.is_none(),
        };
        note(&mut self.event_slots, "place", place.is_some() || meant.is_some(), same);
    }

    fn add_figure_slots(&mut self, claim: &Claim, gold: &GoldFigure) {
        let Some(figure) = claim.figure() else { return };
        let meant = gold.value.amount();
        let bound = meant.as_ref().map(|amount| amount.bound);
        note(
            &mut self.figure_slots,
            "bound",
            true,
            Some(figure.value.value().bound) == bound,
        );
        let unit = meant.and_then(|amount| amount.unit);
        note(
            &mut self.figure_slots,
            "unit",
            figure.value.value().unit.is_some() || unit.is_some(),
            figure.value.value().unit == unit,
        );
        let when = figure.as_of.as_ref().map(|slot| *slot.value());
        let meant = gold.as_of.as_ref().and_then(|date| date.when().ok());
        note(
            &mut self.figure_slots,
            "as of",
            when.is_some() || meant.is_some(),
            when == meant,
        );
        let subject = figure.subject.as_ref().map(|slot| same::words(slot.value()));
        let meant = gold
            .subject
            .as_ref()
            .and_then(|subject| subject.text.as_deref())
            .map(same::words);
        let shares = match (&subject, &meant) {
            (Some(subject), Some(meant)) => subject.iter().any(|word| meant.contains(word)),
            (subject, meant) => subject.is_none() && meant.is_none(),
        };
        note(
            &mut self.figure_slots,
            "subject",
            subject.is_some() || meant.is_some(),
            shares,
        );
        let party = figure.party.as_ref().map(|slot| slot.value().as_str());
        let meant = gold.subject.as_ref().and_then(|subject| subject.party.as_deref());
        note(
            &mut self.figure_slots,
            "party",
            party.is_some() || meant.is_some(),
            same::party(party, meant),
        );
    }

    fn write(&self, part: Part, stories: &[Story], out: &mut dyn Write) -> Result<()> {
        writeln!(out, "events, {}: {} stories", part.as_str(), stories.len())?;
        write_counts(out, "type, actors, recipients", self.strict)?;
        write_counts(out, "  sharing a party a side", self.lenient)?;
        write_counts(out, "  type alone", self.typed)?;
        for (kind, counts) in &self.by_type {
            write_counts(out, &format!("    {kind}"), *counts)?;
        }
        write_counts(out, "figures: measure, number", self.figures)?;
        let all = [("event", &self.event_slots), ("figure", &self.figure_slots)];
        for (of, slots) in all {
            for (slot, (right, filled)) in slots {
                writeln!(out, "    {of} {slot:<22} {:.3}   of {filled}", share(*right, *filled))?;
            }
        }
        let (right, all) = self.stance;
        writeln!(
            out,
            "  stance                       {:.3}   of {all}",
            share(right, all)
        )?;
        let (right, all) = self.last_source;
        let (own, other) = self.voices;
        writeln!(
            out,
            "  last link of the chain       {:.3}   of {all} where either names one; own voice taken for another's {own}, another's for own {other}",
            share(right, all)
        )?;
        let (right, all) = self.last_source_of_all;
        writeln!(
            out,
            "  – with the outlet's own voice {:.3}  of {all}\n",
            share(right, all)
        )?;
        Ok(())
    }

    fn put(&self, figures: &mut Figures, name: &str) {
        self.strict.put(figures, &format!("{name}.strict"));
        self.lenient.put(figures, &format!("{name}.lenient"));
        self.typed.put(figures, &format!("{name}.typed"));
        self.figures.put(figures, &format!("{name}.figures"));
        let (right, all) = self.stance;
        figures.put(format!("{name}.stance"), share(right, all), all);
        let (right, all) = self.last_source;
        figures.put(format!("{name}.last_source"), share(right, all), all);
        let (right, all) = self.last_source_of_all;
        figures.put(format!("{name}.last_source_of_all"), share(right, all), all);
        // Shares of those found fall when harder ones are found too; these do not.
        let found_with = share(self.stance.0, self.gold);
        figures.put(format!("{name}.with_stance"), found_with, self.gold);
        let (right, all) = self.sourced;
        figures.put(format!("{name}.with_last_source"), share(right, all), all);
    }
}

fn gold_names(side: &[GoldActor]) -> String {
    let names: Vec<&str> = side.iter().map(|actor| actor.value.as_str()).collect();
    names.join("+")
}

/// Lists an event of the right type whose sides are not gold's.
fn write_sides(out: &mut dyn Write, claim: &Claim, gold: &GoldEvent) -> Result<()> {
    let Some(event) = claim.event() else { return Ok(()) };
    let names = |side: &[Slot<Actor>]| {
        let names: Vec<&str> = side.iter().map(|slot| slot.value().party.as_str()).collect();
        names.join("+")
    };
    writeln!(
        out,
        "  ~ {} {} → {}, read {} → {} [{}]\n      “{}”",
        event.event.value(),
        gold_names(&gold.actors),
        gold_names(&gold.recipients),
        names(&event.actors),
        names(&event.recipients),
        claim.rule,
        gold.quotes.join("” “")
    )?;
    Ok(())
}

/// Lists a date or place that is not gold's.
fn write_when_and_where(out: &mut dyn Write, claim: &Claim, gold: &GoldEvent) -> Result<()> {
    let Some(event) = claim.event() else { return Ok(()) };
    let when = event.date.as_ref().map(|slot| *slot.value());
    write_when(out, "date", claim, when, gold.date.as_ref(), &gold.quotes)?;
    let place = event.place.as_ref().map_or("none", |slot| slot.value());
    let meant = gold.place.as_ref().and_then(|place| place.text.as_deref());
    let meant = meant.unwrap_or("none");
    if !same::key(meant).contains(&same::key(place)) {
        write_miss(out, "place", claim, place, meant, &gold.quotes)?;
    }
    Ok(())
}

/// Lists a party or day of a figure that is not gold's.
fn write_whose_and_when(out: &mut dyn Write, claim: &Claim, gold: &GoldFigure) -> Result<()> {
    let Some(figure) = claim.figure() else { return Ok(()) };
    let party = figure.party.as_ref().map(|slot| slot.value().as_str());
    let meant = gold.subject.as_ref().and_then(|subject| subject.party.as_deref());
    if (party.is_some() || meant.is_some()) && !same::party(party, meant) {
        let (party, meant) = (party.unwrap_or("none"), meant.unwrap_or("none"));
        write_miss(out, "party", claim, party, meant, &gold.quotes)?;
    }
    let when = figure.as_of.as_ref().map(|slot| *slot.value());
    write_when(out, "as of", claim, when, gold.as_of.as_ref(), &gold.quotes)
}

fn write_when(
    out: &mut dyn Write,
    what: &str,
    claim: &Claim,
    when: Option<When>,
    gold: Option<&GoldWhen>,
    quotes: &[String],
) -> Result<()> {
    let meant = gold.and_then(|date| date.when().ok());
    let shown = |when: Option<When>| when.map_or("none".to_owned(), |when| when.to_string());
    if when != meant {
        write_miss(out, what, claim, &shown(when), &shown(meant), quotes)?;
    }
    Ok(())
}

fn write_miss(
    out: &mut dyn Write,
    what: &str,
    claim: &Claim,
    read: &str,
    meant: &str,
    quotes: &[String],
) -> Result<()> {
    let (rule, quotes) = (&claim.rule, quotes.join("” “"));
    writeln!(out, "  ~ {what} {meant}, read {read} [{rule}]\n      “{quotes}”")?;
    Ok(())
}

/// Lists a stance or a last link that is not gold's.
fn write_attribution(
    out: &mut dyn Write,
    claim: &Claim,
    stance: Stance,
    sources: &[GoldSource],
    quotes: &[String],
) -> Result<()> {
    let said = |stance: Stance| format!("{} {} {}", stance.polarity, stance.certainty, stance.time);
    if claim.stance != stance {
        writeln!(
            out,
            "  ~ stance {}, read {}\n      “{}”",
            said(stance),
            said(claim.stance),
            quotes.join("” “")
        )?;
    }
    let any = !claim.sources.is_empty() || !sources.is_empty();
    if any && !slots::last_source_is_right(&claim.sources, sources) {
        let names = |names: Vec<&str>| names.join(" → ");
        let meant = names(sources.iter().map(|source| source.name.as_str()).collect());
        let read = names(claim.sources.iter().map(|source| source.name.as_str()).collect());
        writeln!(out, "  ~ sources {meant}, read {read}\n      “{}”", quotes.join("” “"))?;
    }
    Ok(())
}

fn note(slots: &mut BTreeMap<&'static str, (usize, usize)>, name: &'static str, filled: bool, right: bool) {
    if filled {
        let slot = slots.entry(name).or_default();
        slot.0 += usize::from(right);
        slot.1 += 1;
    }
}

fn spans(text: &str, quotes: &[String]) -> Vec<Span> {
    quotes.iter().flat_map(|quote| places(text, quote)).collect()
}

fn described(claim: &Claim, article: &Article) -> String {
    let filled: Vec<String> = claim
        .filled()
        .into_iter()
        .map(|slot| format!("{} {}", slot.name, slot.shown))
        .collect();
    let quotes: Vec<&str> = claim.quotes.iter().map(|quote| article.slice(*quote)).collect();
    format!(
        "{} [{}]\n      “{}”",
        filled.join(" · "),
        claim.rule,
        quotes.join("” “")
    )
}

/// What an event shares with gold.
#[derive(Clone, Copy, Debug, Default)]
struct EventAgreement {
    typed: bool,
    lenient: bool,
    strict: bool,
    sides: i64,
}

impl EventAgreement {
    fn of(claim: &Claim, gold: &GoldEvent, quotes: &[Span]) -> EventAgreement {
        let Some(event) = claim.event() else {
            return EventAgreement::default();
        };
        let quoted = claim
            .quotes
            .iter()
            .any(|quote| quotes.iter().any(|other| quote.overlaps(*other)));
        let typed = quoted && gold.event.value == Some(*event.event.value());
        let actors = side(&event.actors, &gold.actors);
        let recipients = side(&event.recipients, &gold.recipients);
        // Who takes part in talks may stand on either side.
        let together = || {
            let all: Vec<Slot<Actor>> = event.actors.iter().chain(&event.recipients).cloned().collect();
            let meant: Vec<GoldActor> = gold.actors.iter().chain(&gold.recipients).cloned().collect();
            gold.event.value == Some(EventType::Consult) && side(&all, &meant) == Side::Same
        };
        let shares = |side: Side| side != Side::Other;
        EventAgreement {
            typed,
            strict: typed && (actors == Side::Same && recipients == Side::Same || together()),
            lenient: typed && (shares(actors) && shares(recipients) || together()),
            sides: i64::from(shares(actors)) + i64::from(shares(recipients)),
        }
    }

    fn weight(self) -> i64 {
        match self.typed {
            true => 1 + 4 * self.sides + 16 * i64::from(self.lenient) + 64 * i64::from(self.strict),
            false => 0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Same,
    Shared,
    Other,
}

fn side(predicted: &[Slot<Actor>], gold: &[GoldActor]) -> Side {
    let same = |slot: &Slot<Actor>, actor: &GoldActor| {
        same::party(Some(slot.value().party.as_str()), gold::known(Some(&actor.value)))
    };
    let gold: Vec<&GoldActor> = gold
        .iter()
        .filter(|actor| gold::known(Some(&actor.value)).is_some())
        .collect();
    let all = predicted.iter().all(|slot| gold.iter().any(|actor| same(slot, actor)))
        && gold.iter().all(|actor| predicted.iter().any(|slot| same(slot, actor)));
    let some = predicted.iter().any(|slot| gold.iter().any(|actor| same(slot, actor)));
    match (all, some) {
        (true, _) => Side::Same,
        (false, true) => Side::Shared,
        (false, false) => Side::Other,
    }
}

fn figure_fits(claim: &Claim, gold: &GoldFigure, quotes: &[Span]) -> bool {
    let Some(Figure { measure, value, .. }) = claim.figure() else {
        return false;
    };
    let quoted = claim
        .quotes
        .iter()
        .any(|quote| quotes.iter().any(|other| quote.overlaps(*other)));
    let number = gold.value.amount().is_some_and(|amount| {
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0);
        close(amount.value, value.value().value)
    });
    quoted && number && gold.measure.value == Some(*measure.value())
}
