//! How is one claim shown: its words in context, what they fill, who says so, how surely?

use attache_model::{Article, Claim, Filled, Polarity, Source, SourceKind, Span, Stance};
use maud::{Markup, html};

use super::quote::{Mark, in_context};
use super::slots::shown;
use super::{decide, outlet};
use crate::visit::Visit;
use crate::world::World;

/// The words of the article that mean something to this claim.
pub fn marks(claim: &Claim) -> Vec<Mark> {
    let slots = claim.filled();
    let filled = slots
        .iter()
        .filter_map(|slot| slot.span.map(|span| Mark::new(span, slot.name.as_str())));
    let sources = claim
        .sources
        .iter()
        .filter_map(|source| source.span.map(|span| Mark::new(span, "source")));
    filled.chain(sources).collect()
}

/// A claim as it stands on a record's page.
pub fn card(visit: &Visit, number: usize, claim: &Claim, article: &Article) -> Markup {
    let world = visit.world();
    let marks = marks(claim);
    html! {
        article.claim id={ "claim-" (claim.id) } {
            header {
                span.number aria-label={ "claim " (number) } { (number) }
                (decide::tick(visit, claim.id.as_str(), number))
                p.who { (chain(article, claim)) }
                p.when {
                    @match article.date() {
                        Some(day) => { time datetime=(day) { (day) } }
                        None => { "no date" }
                    }
                    " · " (stance(claim.stance))
                }
            }
            @for quote in &claim.quotes { (in_context(article, *quote, &marks)) }
            (said(world, claim, article))
            p.place {
                a href=(place(claim)) { "In the article: " (article.title().unwrap_or("(no title)")) }
                span.faint {
                    " · bytes " (claim.quotes.iter().map(|span| format!("{}–{}", span.start, span.end)).collect::<Vec<_>>().join(", "))
                    " · read by " (claim.rule) ", confidence " (format!("{:.2}", claim.confidence))
                }
            }
        }
    }
}

/// Where the claim stands in its article.
pub fn place(claim: &Claim) -> String {
    let start = claim.quotes.first().map_or(0, |quote| quote.start);
    let part = crate::pages::article::part_of(start);
    match part {
        1 => format!("/articles/{}#claim-{}", claim.article, claim.id),
        part => format!("/articles/{}?part={part}#claim-{}", claim.article, claim.id),
    }
}

/// What the claim says in each slot; what is inferred with its reason, what stands outside the quotes with its words.
pub fn said(world: &World, claim: &Claim, article: &Article) -> Markup {
    html! {
        dl.said {
            @for slot in claim.filled() {
                div {
                    dt { span class={ "key slot-" (super::slots::anchor(slot.name)) } { (slot.name) } }
                    dd { (shown(world, slot.name, &slot.shown)) (how(&slot, claim, article)) }
                }
            }
        }
    }
}

fn how(slot: &Filled, claim: &Claim, article: &Article) -> Markup {
    let quoted = |span: Span| claim.quotes.iter().any(|quote| quote.contains(span));
    html! {
        @match (&slot.why, slot.span) {
            (Some(why), _) => { " " span.inferred { "inferred: " (why) } }
            (None, Some(span)) if !quoted(span) => { " " q { (article.slice(span)) } }
            _ => {}
        }
    }
}

/// `denied · likely · past`; what goes without saying (affirmed) is left out.
pub fn stance(stance: Stance) -> Markup {
    let plain = stance.polarity == Polarity::Affirmed && !stance.is_hedged();
    html! {
        span.stance.doubtful[!plain] {
            @if stance.polarity == Polarity::Denied { "denied · " }
            (stance.certainty) " · " (stance.time)
        }
    }
}

/// Who says so, from the outlet inwards.
pub fn chain(article: &Article, claim: &Claim) -> Markup {
    html! {
        strong { (outlet(article)) }
        @for source in &claim.sources {
            @if source.parallel { " + " } @else { " → " }
            (link(source))
        }
    }
}

fn link(source: &Source) -> Markup {
    let said = matches!(source.kind, SourceKind::Outlet | SourceKind::Agency)
        || source.name.to_lowercase().contains(source.kind.as_str());
    html! {
        (source.name)
        @if !said { " " span.faint { "(" (source.kind) ")" } }
    }
}
