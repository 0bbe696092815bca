//! Whose are those whom a number counts, and as of when?
//!
//! By their name or adjective, by whoever has, sends or loses them, by the event that they are counted in; the day by the date that hangs on the
//! number and its verbs, else by the day of the event.

use attache_language::Tag;
use attache_model::{Claim, Event, EventType, Measure, Party, Slot, Tense, When};

use crate::events::Hanging;
use crate::figures::{Reading, is_loss};
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::Class;

/// Who does this to soldiers or things does it to their own: "lost nine men", "fired 40 rockets".
const OWN: &[&str] = &[
    "lose",
    "fire",
    "launch",
    "send",
    "mass",
    "commit",
    "contribute",
    "mobilise",
    "mobilize",
    "withdraw",
    "pull",
    "lend",
    "dispatch",
    "deploy",
    "recall",
    "reinforce",
    "double",
    "raise",
];
const LOSSES: &[&str] = &["loss", "losses", "casualty", "casualties", "dead", "toll", "death"];
/// What says how many there are: "the number of dead", "the toll".
pub const TALLIES: &[&str] = &["number", "count", "tally", "total", "figure", "toll", "estimate"];
/// What is done again and again, and can be nobody's purchase.
const DEEDS: &[&str] = &[
    "flight",
    "landing",
    "sortie",
    "strike",
    "airstrike",
    "attack",
    "raid",
    "incident",
    "violation",
    "launch",
    "patrol",
    "trip",
    "visit",
    "village",
    "town",
    "resolution",
    "occasion",
    "time",
];

impl Scene<'_> {
    /// The state or group that those counted belong to: by name or adjective, or by having them ("Guyana has 4,000 soldiers", "with 4,000 soldiers,
    /// Guyana …").
    pub fn party_of(&self, line: usize, reading: &Reading, token: usize) -> Option<Slot<Party>> {
        let counted = reading.counted.unwrap_or(token);
        let tree = self.tree(line);
        let holder = || {
            // "Has 120,000 men and 850 tanks".
            let mut chain = std::iter::successors(Some(counted), |&at| tree.head(at)).take(tree.len());
            let counted = chain.find(|&at| tree.base(at) != "conj")?;
            let verb = tree.head(counted).filter(|&head| tree.is_verb(head))?;
            let own = self.vocabulary.events.is(Class::Have, tree.lemma(verb)) || OWN.contains(&tree.lemma(verb));
            let has = tree.base(counted) == "obj" && own;
            let with = tree.base(counted) == "obl" && tree.preposition(counted).as_deref() == Some("with");
            let arguments = tree.arguments(verb);
            let mut subjects = arguments.iter().filter(|argument| argument.link == Link::Subject);
            let subject = subjects.next().filter(|_| has || with)?.token;
            self.named_party(line, subject).or_else(|| self.owner(line, subject))
        };
        let found = self
            .named_party(line, counted)
            .or_else(|| self.owner(line, counted))
            .or_else(|| self.by_adjective(line, counted))
            .or_else(|| self.group_of(line, counted))
            .or_else(holder)
            .or_else(|| self.of_losses(line, counted).filter(|_| is_loss(reading.measure)))
            .or_else(|| self.whose(line, counted))?;
        // "Gunmen" without a name are nobody's.
        let nameless = matches!(&found.party, Party::Named(name) if !name.contains(char::is_uppercase));
        (!nameless).then(|| found.slot())
    }

    /// The date that hangs on the number, on what it counts or on the verbs that tell of it: "28,000 had crossed the border as of Sept. 26 to flee". A clause
    /// with a subject of its own tells of something else.
    pub fn as_of(&self, line: usize, reading: &Reading, token: usize) -> Option<Slot<When>> {
        let tree = self.tree(line);
        let above = std::iter::successors(Some(token), |&at| tree.head(at)).take(tree.len());
        let mut heads: Vec<usize> = above
            .take_while(|&at| !tree.is_verb(at) || self.vocabulary.reporting.verb(tree.lemma(at)).is_none())
            .collect();
        heads.extend(reading.counted.into_iter().chain(reading.verb));
        let own_subject = |at: usize| {
            let mut children = tree.children(at);
            children.any(|child| tree.base(child) == "nsubj" && !heads.contains(&child))
        };
        // "Fled after Russia attacked on Monday": it dates the flight too.
        let dates_it = |at: usize| {
            let mark = tree.child(at, "mark").filter(|_| tree.base(at) == "advcl");
            mark.is_some_and(|mark| matches!(tree.lemma(mark), "after" | "when" | "as"))
        };
        let is_other = |at: usize| tree.is_verb(at) && !heads.contains(&at) && own_subject(at) && !dates_it(at);
        let since = || self.since(line, token);
        let found = self.date_on(line, &heads, reading.verb.unwrap_or(token), Hanging::On, is_other);
        Some(self.until_today(found.or_else(since)?))
    }

    /// A stated time as far as it lies before the article: nobody counts what is to come.
    fn until_today(&self, date: Slot<When>) -> Slot<When> {
        match (date.span(), self.date()) {
            (Some(span), Some(today)) => Slot::stated(date.value().until(today), span),
            _ => date,
        }
    }

    /// The day of the fight told of just before, for dead and wounded of whom the sentence does not say when.
    pub fn day_of_losses(&self, line: usize, reading: &Reading, told: &[Claim]) -> Option<Slot<When>> {
        let here = self.lines[line].sentence.span.start;
        let near = self.lines[line.saturating_sub(2)].sentence.span.start;
        let mut fights = told.iter().rev().filter(|claim| {
            let begin = claim.quotes.first().map(|quote| quote.start);
            is_loss(reading.measure) && begin.is_some_and(|begin| (near..here).contains(&begin))
        });
        if self.is_total(line, reading) {
            return None;
        }
        let date = fights.find_map(|claim| {
            let event = claim.event()?;
            event
                .date
                .as_ref()
                .filter(|_| *event.event.value() == EventType::Assault)
        })?;
        Some(Slot::inferred(
            *date.value(),
            "the day of the fight told of just before",
        ))
    }

    /// The event of the sentence that the number belongs to: force for casualties, else the first.
    pub fn event_of<'c>(&self, reading: &Reading, told: impl Iterator<Item = &'c Claim>) -> Option<&'c Claim> {
        let mut events = told.filter_map(|claim| Some((claim, *claim.event()?.event.value())));
        let fits = |kind: EventType| !is_loss(reading.measure) || kind == EventType::Assault;
        events.find(|(_, kind)| fits(*kind)).map(|(claim, _)| claim)
    }

    /// "Chinese coast guard vessels", "11 Italian": an adjective of a state anywhere before what is counted; "Chinese-made" is none.
    fn by_adjective(&self, line: usize, counted: usize) -> Option<Found> {
        let tree = self.tree(line);
        let first = tree.phrase(counted).0;
        let plain = |at: &usize| *at + 1 >= tree.len() || !tree.form(at + 1).starts_with('-');
        let mut words = (first..=counted)
            .filter(|at| matches!(tree.tag(*at), Tag::Adj | Tag::Propn))
            .filter(plain);
        words.find_map(|at| self.state_by_adjective(line, at))
    }

    /// "Put Russian losses at 74 dead and 171 wounded", "British casualties were 16 killed".
    fn of_losses(&self, line: usize, counted: usize) -> Option<Found> {
        let tree = self.tree(line);
        let above = std::iter::successors(Some(counted), |&at| tree.head(at)).take(tree.len());
        let mut nouns = above
            .flat_map(|at| tree.children(at))
            .filter(|&child| matches!(tree.base(child), "obj" | "nsubj") && LOSSES.contains(&tree.lemma(child)));
        nouns.find_map(|noun| self.owner(line, noun).or_else(|| self.whose(line, noun)))
    }

    /// "Its soldiers", "whose 4,600 soldiers": by who is the subject above, or by what the clause hangs on.
    fn whose(&self, line: usize, counted: usize) -> Option<Found> {
        let tree = self.tree(line);
        let word = tree
            .children(counted)
            .find(|&child| tree.relation(child) == "nmod:poss")?;
        let party = |token: usize| self.named_party(line, token).or_else(|| self.owner(line, token));
        let above: Vec<usize> = std::iter::successors(tree.head(counted), |&at| tree.head(at))
            .take(tree.len())
            .collect();
        match tree.lemma(word).to_lowercase().as_str() {
            "whose" => {
                let clause = above.iter().copied().find(|&at| tree.base(at) == "acl")?;
                party(tree.head(clause)?)
            }
            "its" | "their" | "it" | "they" | "his" | "her" | "he" | "she" => above.into_iter().find_map(|at| {
                let mut subjects = tree.children(at).filter(|&child| tree.base(child) == "nsubj");
                subjects.find_map(|subject| party(subject).filter(|_| !tree.sentence.is_under(counted, subject)))
            }),
            _ => None,
        }
    }

    /// Does the clause sum up what has come to pass so far, rather than tell of one day: "has killed 12,000"?
    pub fn is_total(&self, line: usize, reading: &Reading) -> bool {
        let tree = self.tree(line);
        reading.verb.is_some_and(|verb| {
            tree.children(verb).any(|child| {
                tree.base(child) == "aux" && matches!(tree.form(child).to_lowercase().as_str(), "has" | "have" | "'ve")
            })
        })
    }

    /// The day of the event that dead and wounded are counted in.
    pub fn day_of_event(&self, reading: &Reading, event: &Event) -> Option<Slot<When>> {
        let date = event.date.clone().filter(|_| is_loss(reading.measure))?;
        Some(self.until_today(date))
    }

    /// "Have died since the fighting for Tripoli began on April 4": from that day on.
    fn since(&self, line: usize, token: usize) -> Option<Slot<When>> {
        let tree = self.tree(line);
        let begins = |&child: &usize| {
            let mark = tree.child(child, "mark").or_else(|| tree.child(child, "case"));
            let since = mark.is_some_and(|mark| tree.lemma(mark).eq_ignore_ascii_case("since"));
            since && matches!(tree.base(child), "advcl" | "obl" | "nmod" | "acl")
        };
        let above = std::iter::successors(Some(token), |&at| tree.head(at)).take(tree.len());
        let around = above.flat_map(|at| tree.conjuncts(at)).flat_map(|at| tree.children(at));
        let mut clauses = around.filter(|&child| !tree.sentence.is_under(token, child));
        let clause = clauses.find(begins)?;
        let mut dates = self.calendar()[line].iter();
        dates.find_map(|mention| {
            let token = tree.first_in(mention.span)?;
            let when = mention.when.filter(|_| tree.sentence.is_under(token, clause))?;
            Some(Slot::stated(When { last: None, ..when }, mention.span))
        })
    }

    /// "Has 3,700 soldiers in Kosovo" is so on the day of the article.
    pub fn today_of_troops(&self, line: usize, reading: &Reading, time: Tense) -> Option<Slot<When>> {
        let tree = self.tree(line);
        let stands = |verb: usize| tree.lemma(verb) == "be" || self.vocabulary.events.is(Class::Have, tree.lemma(verb));
        let present = reading.measure == Measure::Troops
            && time == Tense::Ongoing
            && reading.verb.is_some_and(stands)
            && !self.is_headline(line);
        let today = self.date().filter(|_| present)?;
        Some(Slot::inferred(When::day(today), "told in the present"))
    }

    /// Is what is counted a deed or a place rather than a thing that is sold?
    pub fn is_deed(&self, line: usize, noun: usize) -> bool {
        DEEDS.contains(&self.tree(line).lemma(noun))
    }
}

/// Whose they are by the event that they are counted in: those hit where there are dead, those who move where there are troops.
pub fn party_by_event(measure: Measure, event: &Event) -> Option<Slot<Party>> {
    let side = match measure {
        _ if is_loss(measure) => &event.recipients,
        Measure::Detained | Measure::Displaced => &event.recipients,
        Measure::Troops => &event.actors,
        _ => return None,
    };
    let [only] = &side[..] else { return None };
    let party = only.value().party.clone();
    let why = format!("a side of the {} that they are counted in", event.event.value());
    Some(Slot::inferred(party, why))
}
