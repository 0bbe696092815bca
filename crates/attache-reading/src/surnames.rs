//! Whom does a surname mean in this article?
//!
//! An article names a person in full once and by the last word from then on. "Ali" is the president whom it called Irfaan Ali, and "Guterres" no president
//! of Timor-Leste where Antonio Guterres has been named.

use attache_language::Label;
use attache_model::{Article, Span};

use crate::scene::{Line, Mention};
use crate::vocabulary::{Leader, Meaning, NameKind, Vocabulary};

/// A person named in full.
struct Full<'v> {
    line: usize,
    surname: String,
    meanings: &'v [Meaning],
}

/// Lets every mention of a person mean whom the article named in full, and adds the surnames that no table knows.
pub fn settle<'v>(article: &Article, vocabulary: &'v Vocabulary, lines: &mut [Line<'v>]) {
    let mut named: Vec<Full<'v>> = Vec::new();
    for (at, line) in lines.iter_mut().enumerate() {
        let text = |span: Span| article.slice(span);
        let persons = line.sentence.names.iter().filter(|name| name.label == Label::Person);
        for name in persons.filter(|name| name.tokens.len() > 1) {
            let full = text(name.span);
            let inside = |mention: &Mention<'_>| name.span.contains(mention.span) && is_leader_alone(mention);
            let is_other = |mention: &Mention<'_>| {
                inside(mention) && !is_spelling_of(vocabulary, mention.meanings, text(mention.span), full)
            };
            line.mentions.retain(|mention| !is_other(mention));
            let meanings = line.mentions.iter().find(|mention| mention.span.overlaps(name.span));
            let surname = full.rsplit([' ', '-']).next().unwrap_or(full);
            named.push(Full {
                line: at,
                surname: surname.to_owned(),
                meanings: meanings.map_or(&[], |mention| mention.meanings),
            });
        }
    }
    let meant = |line: usize, surname: &str| {
        let same = || named.iter().filter(|full| full.surname == surname);
        let before = same().rev().find(|full| full.line <= line);
        before.or_else(|| same().next()).map(|full| full.meanings)
    };
    for (at, line) in lines.iter_mut().enumerate() {
        let alone = line
            .sentence
            .names
            .iter()
            .filter(|name| name.label == Label::Person && name.tokens.len() == 1);
        for name in alone {
            let surname = article.slice(name.span);
            let titled = || titled(article, vocabulary, name.span.start, surname);
            let Some(meanings) = meant(at, surname).or_else(titled) else {
                continue;
            };
            let known = line
                .mentions
                .iter()
                .position(|mention| mention.span.overlaps(name.span));
            match known {
                Some(known) if !is_leader_alone(&line.mentions[known]) => {}
                Some(known) if meanings.is_empty() => {
                    line.mentions.remove(known);
                }
                Some(known) => line.mentions[known].meanings = meanings,
                None if meanings.is_empty() => {}
                None => {
                    let mention = Mention {
                        span: name.span,
                        tokens: name.tokens.clone(),
                        meanings,
                    };
                    let place = line
                        .mentions
                        .partition_point(|other| other.span.start < mention.span.start);
                    line.mentions.insert(place, mention);
                }
            }
        }
    }
}

/// "President Carter": the one of that office and surname when the article was written.
fn titled<'v>(article: &Article, vocabulary: &'v Vocabulary, start: usize, surname: &str) -> Option<&'v [Meaning]> {
    let today = article.date()?;
    let title = article.text[..start]
        .trim_end()
        .rsplit([' ', '\n'])
        .next()?
        .to_lowercase();
    let title = match title.as_str() {
        "premier" => "prime minister",
        title => title,
    };
    let is_meant = |leader: &&Leader| {
        let in_office =
            leader.since.is_some_and(|since| since <= today) && leader.until.is_none_or(|until| today <= until);
        in_office && leader.office.ends_with(title) && leader.person.rsplit(' ').next() == Some(surname)
    };
    let mut leaders = vocabulary.leaders.iter().filter(|_| !title.is_empty()).filter(is_meant);
    let leader = leaders.next()?;
    let same_state = leaders.all(|other| other.state == leader.state);
    let (_, _, meanings) = vocabulary.names.find(&leader.person).next()?;
    same_state.then_some(meanings)
}

/// Does the name mean a leader and nobody else?
fn is_leader_alone(mention: &Mention<'_>) -> bool {
    mention.meanings.iter().all(|meaning| meaning.kind == NameKind::Leader)
}

/// Is the full name that of a leader whom `short` means, or another spelling of it? Beside the surname it has a word in common with one of his names.
fn is_spelling_of(vocabulary: &Vocabulary, meanings: &[Meaning], short: &str, full: &str) -> bool {
    let beside: Vec<&str> = words(full)
        .filter(|word| !words(short).any(|known| known == *word))
        .collect();
    let known = |meaning: &Meaning| {
        let leader = &vocabulary.leaders[meaning.index];
        let names = std::iter::once(&leader.person).chain(&leader.aliases);
        names.flat_map(|name| words(name)).any(|word| beside.contains(&word))
    };
    beside.is_empty() || meanings.iter().any(known)
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-']).filter(|word| !word.is_empty())
}
