//! Which claims were missed, which were made up, and which cells are wrong? The working tool of whoever writes rules.
//!
//! ```text
//! ethiopia-drones/02-nile-current.html   gold 7  predicted 6  strict 4
//!   ✗ missed c9      TUR → ETH · Bayraktar TB2 (uncrewed aircraft) · delivered
//!       “Turkey has delivered …”
//!   + spurious       TUR → MAR · …                              [transfer/sell@1]
//!   ~ wrong c7       stage: delivering ≠ delivered · …          [transfer/export@1]
//! ```

use std::io::Write;

use attache_model::{Claim, SlotName};

use super::claims::Pairs;
use super::gold::{GoldClaim, GoldMoney, GoldQuantity};
use super::read::{Located, ReadArticle};
use super::slots;

pub fn write(out: &mut dyn Write, read: &ReadArticle<'_>, pairs: &Pairs) -> std::io::Result<()> {
    if read
        .story
        .gold
        .articles
        .first()
        .is_some_and(|first| first.file == read.gold.file)
    {
        writeln!(out, "\n== {}: {}", read.story.name, read.story.gold.about)?;
    }
    writeln!(
        out,
        "\n{}/{}   gold {}  predicted {}  strict {}  lenient {}",
        read.story.name,
        read.gold.file,
        read.gold_claims.len(),
        read.claims.len(),
        pairs.strict.len(),
        pairs.lenient.len()
    )?;
    for (index, gold) in read.gold_claims.iter().enumerate() {
        for (slot, text) in &gold.lost {
            writeln!(
                out,
                "  ! {} {slot} is not in the article's text: “{text}”",
                gold.claim.id
            )?;
        }
        match pairs.aligned.iter().find(|pair| pair.1 == index) {
            Some(&(predicted, _)) => write_wrong(out, read, &read.claims[predicted], gold)?,
            None => write_missed(out, gold.claim)?,
        }
    }
    for (index, claim) in read.claims.iter().enumerate() {
        if pairs.aligned.iter().all(|pair| pair.0 != index) {
            write_spurious(out, read, claim)?;
        }
    }
    Ok(())
}

fn write_missed(out: &mut dyn Write, gold: &GoldClaim) -> std::io::Result<()> {
    writeln!(out, "  ✗ missed {:<9}{}", gold.id, describe_gold(gold))?;
    gold.quotes
        .iter()
        .try_for_each(|quote| writeln!(out, "      “{}”", quote.trim()))
}

fn write_spurious(out: &mut dyn Write, read: &ReadArticle<'_>, claim: &Claim) -> std::io::Result<()> {
    writeln!(
        out,
        "  + spurious        {}   [{} {:.2}]",
        describe(claim),
        claim.rule,
        claim.confidence
    )?;
    write_quotes(out, read, claim)
}

fn write_wrong(out: &mut dyn Write, read: &ReadArticle<'_>, claim: &Claim, gold: &Located<'_>) -> std::io::Result<()> {
    let cells = slots::compare(claim, gold.claim);
    let wrong: Vec<String> = cells
        .iter()
        .filter(|cell| !cell.right)
        .map(|cell| {
            let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
            let note = if cell.within { " (within)" } else { "" };
            format!(
                "{}: {}, gold {}{note}",
                cell.slot,
                shown(&cell.predicted),
                shown(&cell.gold)
            )
        })
        .collect();
    if wrong.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "  ~ wrong {:<10}{}   [{}]",
        gold.claim.id,
        wrong.join(" · "),
        claim.rule
    )?;
    writeln!(out, "      {}", parties_and_arms(claim))?;
    write_quotes(out, read, claim)
}

fn write_quotes(out: &mut dyn Write, read: &ReadArticle<'_>, claim: &Claim) -> std::io::Result<()> {
    claim
        .quotes
        .iter()
        .try_for_each(|quote| writeln!(out, "      “{}”", read.article.slice(*quote).trim()))
}

/// `FRA → PER · jets = Rafale`.
fn parties_and_arms(claim: &Claim) -> String {
    let Some(transfer) = claim.transfer() else {
        return String::new();
    };
    let arms = transfer
        .weapon
        .as_ref()
        .map_or("—", |slot| slot.value().description.as_str());
    let named = transfer
        .designation()
        .map(|name| format!(" = {name}"))
        .unwrap_or_default();
    format!(
        "{} → {} · {arms}{named}",
        slots::supplier(transfer).unwrap_or("?"),
        slots::recipient(transfer).unwrap_or("?")
    )
}

fn describe(claim: &Claim) -> String {
    let mut parts = vec![parties_and_arms(claim)];
    parts.extend(claim.filled().into_iter().filter_map(|slot| match slot.name {
        SlotName::Weapon => None,
        SlotName::Supplier | SlotName::Recipient => Some(format!("{} inferred: {}", slot.name, slot.why?)),
        _ => Some(format!("{} {}", slot.name, slot.shown)),
    }));
    let stance = claim.stance;
    parts.push(format!("{} {} {}", stance.polarity, stance.certainty, stance.time));
    let sources: Vec<&str> = claim.sources.iter().map(|source| source.name.as_str()).collect();
    if !sources.is_empty() {
        parts.push(format!("says {}", sources.join(" → ")));
    }
    parts.join(" · ")
}

fn describe_gold(gold: &GoldClaim) -> String {
    let mut parts = vec![format!(
        "{} → {}",
        gold.supplier().unwrap_or("?"),
        gold.recipient().unwrap_or("?")
    )];
    let description = gold
        .weapon
        .as_ref()
        .and_then(|cell| cell.text.as_deref())
        .unwrap_or("—");
    let named = gold.designation().map(|name| format!(" = {name}")).unwrap_or_default();
    parts.push(format!("{description}{named} ({})", gold.category()));
    parts.extend(gold.stage().map(|stage| stage.to_string()));
    parts.extend(
        gold.quantity
            .as_ref()
            .and_then(GoldQuantity::quantity)
            .map(|count| format!("× {count}")),
    );
    parts.extend(
        gold.value
            .as_ref()
            .and_then(GoldMoney::money)
            .map(|sum| sum.to_string()),
    );
    parts.extend(gold.agreed.as_ref().map(|when| format!("agreed {}", when.value)));
    parts.extend(gold.delivered.as_ref().map(|when| format!("delivered {}", when.value)));
    parts.extend(
        gold.terms
            .as_ref()
            .and_then(|cell| cell.value)
            .map(|terms| terms.to_string()),
    );
    for (slot, why) in [
        ("supplier", gold.supplier.as_ref().and_then(|cell| cell.why.as_ref())),
        ("recipient", gold.recipient.as_ref().and_then(|cell| cell.why.as_ref())),
        ("weapon", gold.weapon.as_ref().and_then(|cell| cell.why.as_ref())),
        ("quantity", gold.quantity.as_ref().and_then(|count| count.why.as_ref())),
        ("value", gold.value.as_ref().and_then(|sum| sum.why.as_ref())),
        ("agreed", gold.agreed.as_ref().and_then(|when| when.why.as_ref())),
        ("delivered", gold.delivered.as_ref().and_then(|when| when.why.as_ref())),
    ] {
        parts.extend(why.map(|why| format!("{slot} inferred: {why}")));
    }
    parts.push(format!(
        "{} {} {}",
        gold.stance.polarity, gold.stance.certainty, gold.stance.time
    ));
    let sources: Vec<&str> = gold.sources.iter().map(|source| source.name.as_str()).collect();
    if !sources.is_empty() {
        parts.push(format!("says {}", sources.join(" → ")));
    }
    parts.join(" · ")
}
