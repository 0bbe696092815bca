//! Which numbers does an article vouch for: how many, of whom or what, as of when?
//!
//! The unit says what is measured (square kilometres, hours, per cent, money); of plain counts the verb, noun or adjective beside the number does
//! (`vocabulary/figures.csv`). What counts the arms of a transfer, or what they cost, is a slot of that transfer and no figure of its own.

use attache_language::{Count, Number, NumberUnit, Tag, numbers};
use attache_model::{
    Amount, Certainty, Claim, ClaimKind, Figure, Measure, Party, Polarity, Sector, Slot, SlotName, Source, Span,
    Stance, Tense,
};

use crate::modality::Group;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::tallies::party_by_event;
use crate::vocabulary::{Counted, Part};

/// How sure a figure is whose measure a word of the table says, or the unit.
const SAID: f32 = 0.85;
/// Below this chance that a number counts anything the language model takes it for none; from these on it is believed where a table says another measure,
/// and where none says any.
const COUNTS: f32 = 0.3;
const OTHERWISE: f32 = 0.6;
const ALONE: f32 = 0.8;

/// A figure before the article's figures are put together.
struct Draft {
    figure: Figure,
    quotes: Vec<Span>,
    stance: Stance,
    sources: Vec<Source>,
    rule: String,
    /// The token that is counted.
    subject: Option<usize>,
}

/// The figures of the article; `told` are its other claims.
pub fn read(scene: &Scene<'_>, told: &[Claim]) -> Vec<Claim> {
    let taken: Vec<Span> = told
        .iter()
        .flat_map(Claim::filled)
        .filter(|slot| matches!(slot.name, SlotName::Quantity | SlotName::Value))
        .filter_map(|slot| slot.span)
        .collect();
    let transfers: Vec<Span> = told
        .iter()
        .filter(|claim| claim.transfer().is_some())
        .flat_map(|claim| claim.quotes.iter().copied())
        .collect();
    let mut drafts: Vec<Draft> = Vec::new();
    for line in scene.body_first() {
        let sentence = scene.lines[line].sentence;
        // What is counted and paid where arms change hands belongs to that transfer, whether or not it was read.
        let of_arms = !scene.events(line).is_empty() || transfers.iter().any(|quote| quote.overlaps(sentence.span));
        for number in numbers::find(&scene.article.text, sentence.span) {
            if taken.iter().any(|span| span.overlaps(number.span)) {
                continue;
            }
            let Some(draft) = scene.figure(line, &number, told) else {
                continue;
            };
            let arms = match draft.figure.measure.value() {
                Measure::Money => true,
                // Flights, landings and strikes are no arms that change hands.
                Measure::Items => !draft.subject.is_some_and(|noun| scene.is_deed(line, noun)),
                _ => false,
            };
            if of_arms && arms {
                continue;
            }
            match drafts.iter_mut().find(|known| is_told_again(known, &draft)) {
                Some(known) => {
                    known.quotes.extend(draft.quotes);
                    known.quotes.sort();
                    known.quotes.dedup();
                }
                None => drafts.push(draft),
            }
        }
    }
    scene.credit(drafts.iter_mut().map(|draft| &mut draft.sources));
    drafts.sort_by_key(|draft| draft.quotes.first().map(|quote| quote.start));
    let article = &scene.article.id;
    let claim = |draft: Draft| {
        Claim::new(
            article.clone(),
            draft.quotes,
            ClaimKind::Figure(draft.figure),
            draft.stance,
            draft.sources,
            draft.rule,
            SAID,
        )
    };
    drafts.into_iter().map(claim).collect()
}

/// What a number measures, the word that says so, the token that is counted and the verb that tells of it.
pub struct Reading {
    pub measure: Measure,
    by: Span,
    pub counted: Option<usize>,
    pub verb: Option<usize>,
    /// No table says so: the model does.
    by_model: bool,
}

impl Scene<'_> {
    /// "Perhaps 50 people", "possibly dozens".
    fn doubt_of_number(&self, line: usize, number: usize, counted: Option<usize>) -> Certainty {
        let tree = self.tree(line);
        let beside = tree
            .children(number)
            .chain(counted.into_iter().flat_map(|noun| tree.children(noun)));
        let adverbs = beside.filter(|&child| tree.base(child) == "advmod");
        let doubts = adverbs.filter_map(|child| {
            self.vocabulary
                .hedges
                .certainty(&tree.lemma(child).to_lowercase(), Part::Adv)
        });
        doubts.max().unwrap_or(Certainty::Asserted)
    }

    /// "Are thought to be in the country": the clause in which what is believed stands.
    fn thought_to(&self, line: usize, verb: usize) -> Option<usize> {
        let tree = self.tree(line);
        let doubted = || self.vocabulary.hedges.certainty(tree.lemma(verb), Part::Verb).is_some();
        tree.child(verb, "xcomp").filter(|_| tree.is_passive(verb) && doubted())
    }

    fn figure(&self, line: usize, number: &Number, told: &[Claim]) -> Option<Draft> {
        let sentence = self.lines[line].sentence;
        let token = sentence
            .tokens
            .iter()
            .rposition(|token| token.span.overlaps(number.span))?;
        let read = match &number.unit {
            NumberUnit::Count => self.count_of(line, number, token),
            _ => self.measured(line, number, token),
        };
        let reading = self.counted_as(line, number, token, read)?;
        // "One officer", "two countries" point at them rather than count them.
        let points = match reading.measure {
            Measure::Troops | Measure::Items => number.value < 2.0,
            Measure::Members => number.value < 3.0,
            _ => false,
        };
        if points {
            return None;
        }
        let own = |claim: &&Claim| claim.quotes.iter().any(|quote| quote.overlaps(sentence.span));
        let event = self.event_of(&reading, told.iter().filter(own));
        let ahead = event.is_some_and(|claim| claim.stance.time == Tense::Planned);
        let event = event.and_then(Claim::event);
        let tree = self.tree(line);
        let reports = |verb: usize| self.vocabulary.reporting.verb(tree.lemma(verb)).is_some();
        let thought = reading.verb.and_then(|verb| self.thought_to(line, verb));
        let at = thought.or(reading.verb).unwrap_or(token);
        let attribution = self.attribution(line, token);
        let negated = reading.verb.is_some_and(|verb| tree.is_negated(verb));
        let stance = Stance {
            polarity: match negated || attribution.polarity == Polarity::Denied {
                true => Polarity::Denied,
                false => Polarity::Affirmed,
            },
            certainty: attribution
                .certainty
                .max(self.hedge_at(line, at))
                .max(self.doubt_of_number(line, token, reading.counted)),
            time: match reading.verb.map_or(Group::Past, |verb| self.group(line, verb)) {
                _ if thought.is_some_and(|clause| !tree.auxiliaries(clause).contains(&"have")) => Tense::Ongoing,
                Group::Future => Tense::Planned,
                Group::Conditional if reading.verb.is_some_and(|verb| tree.auxiliaries(verb).contains(&"can")) => {
                    Tense::Ongoing
                }
                Group::Conditional => Tense::Hypothetical,
                // "The report mentions two bodies": the number is not of now.
                Group::Ongoing if reading.verb.is_some_and(reports) => Tense::Past,
                // How large and how long something is, is not under way.
                Group::Ongoing if !self.is_headline(line) && !is_extent(reading.measure) => Tense::Ongoing,
                // "Will hold an exercise with 8,000 men".
                _ if ahead || reading.verb.is_some_and(|verb| self.is_intended(line, verb)) => Tense::Planned,
                _ => Tense::Past,
            },
        };
        let mut figure = Figure::of(
            Slot::stated(reading.measure, reading.by),
            Slot::stated(amount(number), number.span),
        );
        figure.subject = self
            .subject_of(line, number, &reading, token)
            .or_else(|| self.subject_by_model(line, number));
        // Soldiers are somebody's; of people it must be said.
        let serve = |counted| !matches!(self.sector_at(line, counted), None | Some(Sector::Civilians));
        let serving = reading.counted.is_some_and(serve);
        if !is_extent(reading.measure) && reading.measure != Measure::Duration {
            figure.party = self
                .party_of(line, &reading, token)
                .or_else(|| party_by_event(reading.measure, event.filter(|_| serving)?));
        }
        if reading.measure != Measure::Distance {
            figure.as_of = self
                .as_of(line, &reading, token)
                .or_else(|| self.day_of_event(&reading, event.filter(|_| !self.is_total(line, &reading))?))
                .or_else(|| self.day_of_losses(line, &reading, told))
                .or_else(|| self.today_of_troops(line, &reading, stance.time));
        }
        figure.event = event.map(|event| event.event.clone());
        figure.place = self.place_behind(line, &tree.arguments(at), &["in", "at", "near", "around", "outside"]);
        Some(Draft {
            figure,
            quotes: vec![sentence.span],
            stance,
            sources: attribution.sources,
            rule: format!("figure/{}@{}", reading.measure, if reading.by_model { 2 } else { 1 }),
            subject: reading.counted,
        })
    }

    /// What the model takes the number to be of.
    fn mark_of(&self, line: usize, number: &Number) -> Option<&Count> {
        let sentence = self.lines[line].sentence;
        let counts = sentence.counts.iter();
        let inside = counts.filter(|count| sentence.tokens[count.token].span.overlaps(number.span));
        inside.max_by(|a, b| a.any.total_cmp(&b.any))
    }

    /// The first run of words that the model takes for what is counted.
    fn subject_by_model(&self, line: usize, number: &Number) -> Option<Slot<String>> {
        let tokens = &self.lines[line].sentence.tokens;
        let count = self.mark_of(line, number)?;
        let run = count.subject.chunk_by(|a, b| a + 1 == *b).next()?;
        let span = tokens[run[0]].span.cover(tokens[*run.last()?].span);
        Some(Slot::stated(self.article.slice(span).to_owned(), span))
    }

    /// What the number measures, as far as the model agrees: it may know of a count that no table does, take it for another, or for none.
    fn counted_as(&self, line: usize, number: &Number, token: usize, read: Option<Reading>) -> Option<Reading> {
        let tree = self.tree(line);
        let tokens = &tree.sentence.tokens;
        if !self.by_model {
            return read;
        }
        let count = self.mark_of(line, number).filter(|count| count.any >= COUNTS)?;
        match read {
            // "Killed over 200 Armenians and some 200 soldiers": the soldiers are dead, too.
            Some(read) if is_loss(read.measure) && count.measure == Measure::Troops => Some(read),
            Some(read) if read.measure == count.measure || count.chance < OTHERWISE => Some(read),
            None if count.chance < ALONE => None,
            read => {
                let counted = self.counted_by(line, token);
                let verb = std::iter::successors(Some(token), |&at| tree.head(at))
                    .take(tree.len())
                    .find(|&at| tree.is_verb(at));
                Some(Reading {
                    measure: count.measure,
                    by: number.span,
                    counted: Some(counted).filter(|&counted| !number.span.overlaps(tokens[counted].span)),
                    verb: read.and_then(|read| read.verb).or(verb),
                    by_model: true,
                })
            }
        }
    }

    /// The measure that the unit says.
    fn measured(&self, line: usize, number: &Number, token: usize) -> Option<Reading> {
        let tree = self.tree(line);
        let measure = match &number.unit {
            NumberUnit::Percent => Measure::Share,
            NumberUnit::Money(_) => Measure::Money,
            NumberUnit::Measure(unit) => measure_of(unit)?,
            NumberUnit::Count => return None,
        };
        // "A 30-year-old jet", "aged 30 years" tell an age; "two years earlier" a date.
        let behind = self.article.text.get(number.span.end..).unwrap_or_default();
        let ages = ["-old", " old", " earlier", " later", " ago", " before", " after", "-mm"];
        if ages.iter().any(|age| behind.starts_with(age)) {
            return None;
        }
        let head = tree
            .head(token)
            .filter(|&head| tree.is_nominal(head) && tree.base(token) != "conj");
        let verb = std::iter::successors(Some(token), |&at| tree.head(at))
            .take(tree.len())
            .find(|&at| tree.is_verb(at));
        Some(Reading {
            measure,
            by: number.span,
            counted: head,
            verb,
            by_model: false,
        })
    }

    /// What a plain count counts, by the words beside it.
    fn count_of(&self, line: usize, number: &Number, token: usize) -> Option<Reading> {
        let tree = self.tree(line);
        let tokens = &tree.sentence.tokens;
        let events = &self.vocabulary.events;
        let counted = self.counted_by(line, token);
        let word = |at: usize| tree.lemma(at).to_lowercase();
        let said = |measure: Measure, at: usize, verb: Option<usize>| Reading {
            measure,
            by: tokens[at].span,
            counted: Some(counted).filter(|&counted| !number.span.overlaps(tokens[counted].span)),
            verb,
            by_model: false,
        };
        // The verb whose subject or object it is: "killed 20", "20 were killed", "20 people died".
        for verb in (0..tree.len()).filter(|&at| tree.is_verb(at)) {
            let lemma = word(verb);
            let Some(row) = events.figure(&lemma, Part::Verb) else {
                continue;
            };
            let wanted = |link: &Link| match row.counts {
                Some(Counted::Subject) => *link == Link::Subject,
                _ => *link == Link::Object,
            };
            let arguments = tree.arguments(verb);
            if arguments
                .iter()
                .any(|argument| wanted(&argument.link) && (argument.token == counted || argument.token == token))
            {
                // Rifles are seized, people detained.
                let thing = self.item(line, counted).is_some()
                    || events
                        .figure(&word(counted), Part::Noun)
                        .is_some_and(|row| row.measure == Measure::Items);
                return match row.measure {
                    Measure::Detained if thing => Some(said(Measure::Items, counted, Some(verb))),
                    Measure::Killed | Measure::Wounded | Measure::Displaced if thing => None,
                    measure => Some(said(measure, verb, Some(verb))),
                };
            }
        }
        let verb = tree.head(counted).filter(|&head| tree.is_verb(head));
        // "20 people dead", "300 injured", "left 12 injured".
        let adjective = tree
            .children(counted)
            .chain(tree.head(counted).into_iter().flat_map(|head| tree.children(head)))
            .chain(tree.head(counted))
            .chain([counted])
            .filter(|&at| at >= counted && at <= counted + 3)
            .find_map(|at| {
                events
                    .figure(&word(at), Part::Adj)
                    .or_else(|| events.figure(&tree.form(at).to_lowercase(), Part::Adj))
                    .map(|row| (row, at))
            });
        if let Some((row, at)) = adjective {
            return Some(said(row.measure, at, verb));
        }
        // "20 deaths", "a toll of 20".
        let of = tree
            .head(counted)
            .filter(|_| tree.preposition(counted).as_deref() == Some("of") && counted == token);
        let noun = [Some(counted), of].into_iter().flatten().find_map(|at| {
            let two = at.checked_sub(1).map(|before| format!("{} {}", word(before), word(at)));
            let row = two
                .and_then(|two| events.figure(&two, Part::Noun))
                .or_else(|| events.figure(&word(at), Part::Noun))?;
            Some((row, at))
        });
        if let Some((row, at)) = noun {
            return Some(said(row.measure, at, verb));
        }
        self.item(line, counted)
            .is_some()
            .then(|| said(Measure::Items, counted, verb))
    }

    /// The noun that a number counts, or the number itself: "20 [guards]", "thousands of [people]".
    fn counted_by(&self, line: usize, token: usize) -> usize {
        let tree = self.tree(line);
        let of = tree
            .children(token)
            .find(|&child| tree.base(child) == "nmod" && tree.preposition(child).as_deref() == Some("of"));
        let head = tree.head(token).filter(|&head| {
            matches!(tree.base(token), "nummod" | "amod" | "det" | "compound") && tree.is_nominal(head)
        });
        head.or(of.filter(|_| tree.is_nominal(token))).unwrap_or(token)
    }

    /// Of whom or what, in the words of the text, without the number.
    fn subject_of(&self, line: usize, number: &Number, reading: &Reading, token: usize) -> Option<Slot<String>> {
        let tree = self.tree(line);
        let tokens = &tree.sentence.tokens;
        let span_of = |noun: usize| {
            let (first, last) = tree.phrase(noun);
            let first = (first..=noun).find(|&at| tokens[at].span.start >= number.span.end || last < token)?;
            Some(tokens[first].span.cover(tokens[last.max(noun)].span))
        };
        let of_phrase = || {
            let children = tree
                .children(token)
                .chain(reading.counted.into_iter().flat_map(|counted| tree.children(counted)));
            children
                .filter(|&child| tree.base(child) == "nmod" && tree.preposition(child).as_deref() == Some("of"))
                .find_map(span_of)
        };
        let subject = || {
            let verb = reading.verb?;
            let subject = tree
                .arguments(verb)
                .into_iter()
                .find(|argument| argument.link == Link::Subject)?;
            let (first, last) = tree.phrase(subject.token);
            Some(tokens[first].span.cover(tokens[last].span))
        };
        let span = match reading.measure {
            Measure::Share | Measure::Money => of_phrase().or_else(subject)?,
            // "The enclave of 4,400 square kilometres", "covers 4,400 square kilometres".
            Measure::Area | Measure::Distance => {
                let whole = reading
                    .counted
                    .filter(|_| tree.preposition(token).as_deref() == Some("of"));
                whole.and_then(span_of).or_else(subject)?
            }
            _ => reading
                .counted
                .filter(|&counted| tree.tag(counted) != Tag::Pron)
                .and_then(span_of)?,
        };
        Some(Slot::stated(self.article.slice(span).to_owned(), span))
    }
}

/// Does it count people killed, hurt or missing?
pub fn is_loss(measure: Measure) -> bool {
    matches!(measure, Measure::Killed | Measure::Wounded | Measure::Missing)
}

fn measure_of(unit: &str) -> Option<Measure> {
    Some(match unit {
        "square kilometre" | "square mile" | "hectare" | "acre" | "square metre" => Measure::Area,
        "kilometre" | "mile" | "metre" | "nautical mile" | "foot" => Measure::Distance,
        "second" | "minute" | "hour" | "day" | "night" | "week" | "month" | "year" | "decade" => Measure::Duration,
        _ => return None,
    })
}

fn amount(number: &Number) -> Amount {
    let unit = match &number.unit {
        NumberUnit::Count => None,
        NumberUnit::Percent => Some("%".to_owned()),
        NumberUnit::Money(currency) => Some(currency.clone()),
        NumberUnit::Measure(unit) => Some(match unit.as_str() {
            "square kilometre" => "km²".to_owned(),
            "kilometre" => "km".to_owned(),
            "metre" => "m".to_owned(),
            other => other.to_owned(),
        }),
    };
    Amount {
        value: number.value,
        high: number.high,
        bound: number.bound,
        unit,
    }
}

/// The same number of the same measure, of the same or of nobody in particular.
fn is_told_again(known: &Draft, draft: &Draft) -> bool {
    let (a, b) = (&known.figure, &draft.figure);
    let fits = |x: Option<&Party>, y: Option<&Party>| x.is_none() || y.is_none() || x == y;
    a.measure.value() == b.measure.value()
        && a.value.value() == b.value.value()
        && known.stance.polarity == draft.stance.polarity
        && fits(a.party.as_ref().map(Slot::value), b.party.as_ref().map(Slot::value))
}

fn is_extent(measure: Measure) -> bool {
    matches!(measure, Measure::Area | Measure::Distance)
}
