//! Is the gold of the corpus sound? Every quote is in its article, every word in the codebook, every id once, every claim of a record there.
//!
//! Of the unseen part only the place of a problem is told, never its words.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;

use crate::evaluate::gold::{
    self, GoldArticle, GoldClaim, GoldEvent, GoldFigure, GoldGroup, GoldRecord, GoldWhen, Part, Story,
};
use crate::evaluate::read;

pub fn run(show_test: bool, out: &mut dyn Write) -> Result<bool> {
    let (mut problems, mut articles, mut claims, mut records) = (0, 0, 0, 0);
    let (mut events, mut figures) = (0, 0);
    for part in [Part::Train, Part::Test] {
        for story in gold::load_part(&PathBuf::from("corpus"), part)? {
            let found = check(&story);
            for problem in &found {
                let what = if part == Part::Train || show_test {
                    problem.what.clone()
                } else {
                    problem.kind.to_owned()
                };
                writeln!(out, "corpus/{}/{} {}: {what}", part.as_str(), story.name, problem.place)?;
            }
            problems += found.len();
            articles += story.gold.articles.len();
            claims += story.gold.claims.len();
            events += story.gold.events.len();
            figures += story.gold.figures.len();
            records += story.gold.records.len() + story.gold.event_records.len() + story.gold.figure_records.len();
        }
    }
    writeln!(
        out,
        "corpus: {articles} articles, {claims} transfers, {events} events, {figures} figures, {records} records, {problems} problems"
    )?;
    Ok(problems == 0)
}

/// Something wrong with the gold.
struct Problem {
    /// File or id.
    place: String,
    /// What is wrong, without any words of the article.
    kind: &'static str,
    /// The same with what was found.
    what: String,
}

struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, place: &str, kind: &'static str, found: &str) {
        self.0.push(Problem {
            place: place.to_owned(),
            kind,
            what: format!("{kind}: {found}"),
        });
    }
}

fn check(story: &Story) -> Vec<Problem> {
    let mut problems = Problems(Vec::new());
    let mut names = BTreeSet::new();
    for article in &story.gold.articles {
        if !names.insert(article.file.as_str()) {
            problems.add(&article.file, "the file is listed twice", &article.file);
        }
        check_article(story, article, &mut problems);
    }
    let mut ids = BTreeSet::new();
    for claim in &story.gold.claims {
        if !ids.insert(claim.id.as_str()) {
            problems.add(&claim.id, "the id is used twice", &claim.id);
        }
        if !names.contains(claim.article.as_str()) {
            problems.add(&claim.id, "no such article", &claim.article);
        }
        check_claim(claim, &mut problems);
    }
    for (file, id, quotes, texts) in told(story) {
        if !ids.insert(id) {
            problems.add(id, "the id is used twice", id);
        }
        if !names.contains(file) {
            problems.add(id, "no such article", file);
        }
        if quotes.is_empty() {
            problems.add(id, "no quote", "");
        }
        for (slot, text) in texts {
            if quotes.iter().all(|quote| read::places(quote, text).is_empty()) {
                problems.add(&format!("{id} {slot}"), NOT_QUOTED, text);
            }
        }
    }
    story
        .gold
        .events
        .iter()
        .for_each(|event| check_event(event, &mut problems));
    story
        .gold
        .figures
        .iter()
        .for_each(|figure| check_figure(figure, &mut problems));
    for group in story.gold.event_records.iter().chain(&story.gold.figure_records) {
        check_group(group, &ids, &mut problems);
    }
    let mut records = BTreeSet::new();
    for record in &story.gold.records {
        if !records.insert(record.id.as_str()) {
            problems.add(&record.id, "the id is used twice", &record.id);
        }
        check_record(story, record, &mut problems);
    }
    problems.0
}

fn check_article(story: &Story, gold: &GoldArticle, problems: &mut Problems) {
    let article = match read::load(story, gold) {
        Ok(article) => article,
        Err(error) => return problems.add(&gold.file, "it cannot be read", &format!("{error:#}")),
    };
    for (kind, text) in [
        ("the title is not in the text", &gold.title),
        ("body_starts is not in the text", &gold.body_starts),
        ("body_ends is not in the text", &gold.body_ends),
    ] {
        if read::places(&article.text, text).is_empty() {
            problems.add(&gold.file, kind, text);
        }
    }
    let starts = read::places(&article.text, &gold.body_starts)
        .first()
        .map(|span| span.start);
    let ends = read::places(&article.text, &gold.body_ends).last().map(|span| span.end);
    if let (Some(start), Some(end)) = (starts, ends)
        && start >= end
    {
        problems.add(&gold.file, "the body ends before it begins", &gold.body_ends);
    }
    for claim in story.claims_of(&gold.file) {
        for (slot, text) in read::locate(claim, &article.text).lost {
            problems.add(&format!("{} {} {slot}", gold.file, claim.id), NOT_THERE, text);
        }
    }
    for (_, id, _, texts) in told(story).filter(|(file, ..)| *file == gold.file) {
        for (slot, text) in texts {
            if read::places(&article.text, text).is_empty() {
                problems.add(&format!("{} {id} {slot}", gold.file), NOT_THERE, text);
            }
        }
    }
}

const NOT_THERE: &str = "the words are not in the article";
const NOT_QUOTED: &str = "the words are in no quote of the claim";

/// File, id, quotes and stated slots of an event or a figure.
type Told<'a> = (&'a str, &'a str, &'a [String], Vec<(&'static str, &'a str)>);

fn told(story: &Story) -> impl Iterator<Item = Told<'_>> {
    let events = story.gold.events.iter();
    let events = events.map(|event| (&*event.article, &*event.id, &*event.quotes, event.texts()));
    let figures = story.gold.figures.iter();
    events.chain(figures.map(|figure| (&*figure.article, &*figure.id, &*figure.quotes, figure.texts())))
}

fn check_event(event: &GoldEvent, problems: &mut Problems) {
    let id = event.id.as_str();
    match (event.event.value, event.mode) {
        (None, _) => problems.add(id, "no type", ""),
        (Some(kind), Some(mode)) if !kind.modes().contains(&mode) => {
            problems.add(id, "the type has no such mode", &format!("{kind} {mode}"));
        }
        _ => {}
    }
    for actor in event.actors.iter().chain(&event.recipients) {
        if actor.text.is_none() && actor.why.is_none() {
            problems.add(id, "an actor with neither text nor why", &actor.value);
        }
    }
    check_when(id, "date", event.date.as_ref(), problems);
}

fn check_figure(figure: &GoldFigure, problems: &mut Problems) {
    let id = figure.id.as_str();
    if figure.measure.value.is_none() {
        problems.add(id, "no measure", "");
    }
    if figure.value.amount().is_none() {
        problems.add(id, "a value without a number", "");
    }
    check_when(id, "as_of", figure.as_of.as_ref(), problems);
}

fn check_when(id: &str, slot: &str, when: Option<&GoldWhen>, problems: &mut Problems) {
    if let Some(when) = when
        && let Err(error) = when.when()
    {
        problems.add(id, "not a date", &format!("{slot}: {error:#}"));
    }
}

fn check_group(group: &GoldGroup, ids: &BTreeSet<&str>, problems: &mut Problems) {
    for claim in &group.claims {
        if !ids.contains(claim.as_str()) {
            problems.add(&group.id, "no such claim", claim);
        }
    }
    if group.origins == 0 || group.origins > group.claims.len() {
        problems.add(
            &group.id,
            "more origins than claims, or none",
            &group.origins.to_string(),
        );
    }
}

fn check_claim(claim: &GoldClaim, problems: &mut Problems) {
    let id = claim.id.as_str();
    if claim.quotes.is_empty() {
        problems.add(id, "no quote", "");
    }
    if claim.stage().is_none() {
        problems.add(id, "no stage", "");
    }
    for (slot, party) in [("supplier", &claim.supplier), ("recipient", &claim.recipient)] {
        match party {
            None => problems.add(id, "no supplier or recipient, and not even `unknown`", slot),
            Some(cell) if cell.value.is_none() => problems.add(id, "a party without a value", slot),
            Some(cell) if cell.text.is_none() && cell.why.is_none() => {
                problems.add(id, "a party with neither text nor why", slot)
            }
            Some(_) => {}
        }
    }
    for (slot, when) in [("agreed", &claim.agreed), ("delivered", &claim.delivered)] {
        check_when(id, slot, when.as_ref(), problems);
    }
    if claim
        .quantity
        .as_ref()
        .is_some_and(|quantity| quantity.quantity().is_none())
    {
        problems.add(id, "a quantity without a number", "");
    }
    if claim.value.as_ref().is_some_and(|value| value.money().is_none()) {
        problems.add(id, "a value without an amount", "");
    }
    // A stated slot is said by a quote of the claim.
    for (slot, text) in claim.texts().into_iter().filter(|(slot, _)| *slot != "quote") {
        if claim.quotes.iter().all(|quote| read::places(quote, text).is_empty()) {
            problems.add(&format!("{id} {slot}"), NOT_QUOTED, text);
        }
    }
}

fn check_record(story: &Story, record: &GoldRecord, problems: &mut Problems) {
    let claims: Vec<&GoldClaim> = story
        .gold
        .claims
        .iter()
        .filter(|claim| record.claims.contains(&claim.id))
        .collect();
    for id in &record.claims {
        if story.gold.claims.iter().all(|claim| &claim.id != id) {
            problems.add(&record.id, "no such claim", id);
        }
    }
    if record.claims.is_empty() {
        problems.add(&record.id, "a record without claims", "");
    }
    let articles: BTreeSet<&str> = claims.iter().map(|claim| claim.article.as_str()).collect();
    if record.origins == 0 || record.origins > claims.len() {
        problems.add(
            &record.id,
            "more origins than claims, or none",
            &format!("{} in {} articles", record.origins, articles.len()),
        );
    }
    if claims.iter().all(|claim| claim.stage() != Some(record.stage)) {
        problems.add(&record.id, "no claim has the record's stage", record.stage.as_str());
    }
    let same = |party: Option<&str>, other: Option<&str>| gold::known(party) == gold::known(other);
    for claim in claims {
        if !same(claim.supplier(), record.supplier.as_deref()) || !same(claim.recipient(), record.recipient.as_deref())
        {
            problems.add(&record.id, "a claim is about other parties", &claim.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(toml: &str) -> Vec<&'static str> {
        let mut problems = Problems(Vec::new());
        let claim: GoldClaim = toml::from_str(toml).unwrap();
        check_claim(&claim, &mut problems);
        problems.0.into_iter().map(|problem| problem.kind).collect()
    }

    const SOUND: &str = "id='c'\narticle='a'\nquotes=['France sold jets to Peru in 2019.']\nsupplier={value='FRA',text='France'}\n\
        recipient={value='PER',text='Peru'}\nstage={value='delivered'}\nstance={polarity='affirmed',certainty='asserted',time='past'}\n";

    #[test]
    fn a_sound_claim_has_no_problem() {
        assert!(kinds(SOUND).is_empty());
    }

    #[test]
    fn slots_are_said_by_quotes_and_dates_are_dates() {
        let lost = format!("{SOUND}quantity={{value=4,bound='exact',text='four'}}");
        assert_eq!(kinds(&lost), ["the words are in no quote of the claim"]);
        let date = format!("{SOUND}delivered={{value='19-2',precision='year',why='?'}}");
        assert_eq!(kinds(&date), ["not a date"]);
    }
}
