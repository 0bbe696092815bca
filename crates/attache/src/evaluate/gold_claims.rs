//! What would the program have to read, for weighing to start from the gold? Its claims as the model writes them.
//!
//! Spans are those of the first place of a text in the article; what stands nowhere keeps a span that is the same for the same words.

use anyhow::{Context, Result};
use attache_model::{
    Actor, Article, Claim, ClaimKind, Event, Figure, Party, Slot, Source, Span, Transfer, Weapon, When,
};

use super::gold::{
    Cell, GoldActor, GoldClaim, GoldEvent, GoldFigure, GoldParty, GoldPlace, GoldSource, GoldWhen, Story, known,
};

/// Every claim of a story with its id in the gold, of the articles given.
pub fn claims<'a>(story: &'a Story, article: impl Fn(&str) -> Option<&'a Article>) -> Result<Vec<(&'a str, Claim)>> {
    let gold = &story.gold;
    let mut made = Vec::new();
    let told = |id: &'a str, file: &str, make: &dyn Fn(&Telling) -> Result<Claim>| -> Result<(&'a str, Claim)> {
        let article = article(file).with_context(|| format!("{}: {id} is of no article of its story", story.name))?;
        Ok((id, make(&Telling { article })?))
    };
    for claim in &gold.claims {
        made.push(told(&claim.id, &claim.article, &|telling| telling.transfer(claim))?);
    }
    for event in &gold.events {
        made.push(told(&event.id, &event.article, &|telling| telling.event(event))?);
    }
    for figure in &gold.figures {
        made.push(told(&figure.id, &figure.article, &|telling| telling.figure(figure))?);
    }
    Ok(made)
}

/// The article that a claim stands in.
struct Telling<'a> {
    article: &'a Article,
}

impl Telling<'_> {
    fn transfer(&self, gold: &GoldClaim) -> Result<Claim> {
        let text = gold.weapon.as_ref().and_then(|cell| cell.text.clone());
        let weapon = Weapon {
            designation: gold.designation().map(str::to_owned),
            description: text.clone().unwrap_or_default(),
            category: gold.category(),
        };
        let cell = |cell: &Option<Cell<_>>| cell.as_ref().and_then(|cell| Some((cell.value?, cell.text.clone())));
        let transfer = Transfer {
            supplier: gold.supplier.as_ref().and_then(|cell| self.party(cell)),
            recipient: gold.recipient.as_ref().and_then(|cell| self.party(cell)),
            via: gold.via.iter().filter_map(|cell| self.party(cell)).collect(),
            weapon: Some(self.slot(weapon, text.as_deref())),
            quantity: gold
                .quantity
                .as_ref()
                .and_then(|cell| Some(self.slot(cell.quantity()?, cell.text.as_deref()))),
            stage: cell(&gold.stage).map(|(stage, text)| self.slot(stage, text.as_deref())),
            terms: gold
                .terms
                .as_ref()
                .and_then(|cell| Some(self.slot(cell.value?, cell.text.as_deref()))),
            value: gold
                .value
                .as_ref()
                .and_then(|cell| Some(self.slot(cell.money()?, cell.text.as_deref()))),
            agreed: self.when(gold.agreed.as_ref())?,
            delivered: self.when(gold.delivered.as_ref())?,
            covert: gold
                .covert
                .as_ref()
                .and_then(|cell| Some(self.slot(cell.value?, cell.text.as_deref()))),
            ..Transfer::default()
        };
        Ok(self.claim(&gold.quotes, ClaimKind::Transfer(transfer), gold.stance, &gold.sources))
    }

    fn event(&self, gold: &GoldEvent) -> Result<Claim> {
        let kind = gold.event.value.with_context(|| format!("{} has no type", gold.id))?;
        let mut event = Event::of(self.slot(kind, gold.event.text.as_deref()));
        let actors = |all: &[GoldActor]| {
            let named = all.iter().filter(|actor| known(Some(&actor.value)).is_some());
            named
                .map(|actor| self.slot(Actor::from(party(&actor.value)), actor.text.as_deref()))
                .collect()
        };
        event.mode = gold.mode.map(|mode| self.slot(mode, None));
        event.actors = actors(&gold.actors);
        event.recipients = actors(&gold.recipients);
        event.date = self.when(gold.date.as_ref())?;
        event.place = self.place(gold.place.as_ref());
        Ok(self.claim(&gold.quotes, ClaimKind::Event(event), gold.stance, &gold.sources))
    }

    fn figure(&self, gold: &GoldFigure) -> Result<Claim> {
        let measure = gold
            .measure
            .value
            .with_context(|| format!("{} measures nothing", gold.id))?;
        let amount = gold
            .value
            .amount()
            .with_context(|| format!("{} has no number", gold.id))?;
        let mut figure = Figure::of(
            self.slot(measure, gold.measure.text.as_deref()),
            self.slot(amount, gold.value.text.as_deref()),
        );
        let subject = gold.subject.as_ref();
        let words = subject.and_then(|subject| subject.text.clone());
        figure.subject = words.map(|text| self.slot(text.clone(), Some(&text)));
        let of = subject.and_then(|subject| known(subject.party.as_deref()));
        figure.party = of.map(|name| self.slot(party(name), None));
        figure.supplier = gold.supplier.as_ref().and_then(|cell| self.party(cell));
        figure.as_of = self.when(gold.as_of.as_ref())?;
        figure.place = self.place(gold.place.as_ref());
        figure.event = gold.event.map(|event| self.slot(event, None));
        Ok(self.claim(&gold.quotes, ClaimKind::Figure(figure), gold.stance, &gold.sources))
    }

    fn claim(
        &self,
        quotes: &[String],
        says: ClaimKind,
        stance: attache_model::Stance,
        sources: &[GoldSource],
    ) -> Claim {
        let source = |source: &GoldSource| Source {
            name: source.name.clone(),
            kind: source.kind,
            span: None,
            parallel: source.parallel,
        };
        Claim::new(
            self.article.id.clone(),
            quotes.iter().map(|quote| self.span(quote)).collect(),
            says,
            stance,
            sources.iter().map(source).collect(),
            "gold@1".to_owned(),
            1.0,
        )
    }

    fn slot<T>(&self, value: T, text: Option<&str>) -> Slot<T> {
        match text {
            Some(text) => Slot::stated(value, self.span(text)),
            None => Slot::inferred(value, "as the gold says"),
        }
    }

    fn party(&self, cell: &GoldParty) -> Option<Slot<Party>> {
        let name = known(cell.value.as_deref())?;
        Some(self.slot(party(name), cell.text.as_deref()))
    }

    fn when(&self, cell: Option<&GoldWhen>) -> Result<Option<Slot<When>>> {
        let slot = |cell: &GoldWhen| Ok(self.slot(cell.when()?, cell.text.as_deref()));
        cell.map(slot).transpose()
    }

    fn place(&self, place: Option<&GoldPlace>) -> Option<Slot<String>> {
        let text = place?.text.as_deref()?;
        Some(self.slot(text.to_owned(), Some(text)))
    }

    fn span(&self, words: &str) -> Span {
        let start = self.article.text.find(words).unwrap_or_else(|| {
            let hash = |hash: usize, byte: u8| (hash.wrapping_mul(31) + usize::from(byte)) % 1_000_003;
            self.article.text.len() + words.bytes().fold(7, hash)
        });
        Span::new(start, start + words.len())
    }
}

/// A state by its code, anyone else by name.
fn party(name: &str) -> Party {
    if name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Party::State(name.to_owned())
    } else {
        Party::Named(name.to_owned())
    }
}
