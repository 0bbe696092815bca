//! Which cells of a predicted claim agree with those of its gold claim?

use attache_model::{Claim, Source, SourceKind, Transfer, When};

use super::gold::{self, GoldClaim, GoldSource};
use super::same;

/// The slots whose accuracy is reported, in this order.
pub const SLOTS: &[&str] = &[
    "supplier",
    "recipient",
    "weapon",
    "category",
    "stage",
    "quantity",
    "value",
    "agreed",
    "delivered",
    "terms",
    "covert",
    "via",
    "polarity",
    "certainty",
    "time",
    "last source",
    "sources",
];

/// One cell that gold or the prediction fills.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    pub slot: &'static str,
    pub right: bool,
    /// Of dates: the same precision, and one holds the other.
    pub within: bool,
    /// As a person reads them; absent: not filled.
    pub gold: Option<String>,
    pub predicted: Option<String>,
}

/// Compares two claims cell by cell; cells that neither fills are left out.
pub fn compare(predicted: &Claim, gold: &GoldClaim) -> Vec<Compared> {
    let Some(transfer) = predicted.transfer() else {
        return Vec::new();
    };
    let mut cells = Vec::new();
    let mut add = |slot, right: bool, gold: Option<String>, predicted: Option<String>| {
        if gold.is_some() || predicted.is_some() {
            cells.push(Compared {
                slot,
                right,
                within: right,
                gold,
                predicted,
            });
        }
    };
    let text = |text: Option<&str>| text.map(str::to_owned);
    let (supplier, recipient) = (supplier(transfer), recipient(transfer));
    add(
        "supplier",
        same::party(supplier, gold.supplier()),
        text(gold.supplier()),
        text(supplier),
    );
    add(
        "recipient",
        same::party(recipient, gold.recipient()),
        text(gold.recipient()),
        text(recipient),
    );
    let weapon = match (transfer.designation(), gold.designation()) {
        (Some(predicted), Some(gold)) => same::designation(predicted, gold),
        (predicted, gold) => predicted == gold,
    };
    add("weapon", weapon, text(gold.designation()), text(transfer.designation()));
    let category = (gold.category(), transfer.category());
    add(
        "category",
        category.0 == category.1,
        Some(category.0.to_string()),
        Some(category.1.to_string()),
    );
    let stage = transfer.stage.as_ref().map(|slot| *slot.value());
    add(
        "stage",
        stage == gold.stage(),
        gold.stage().map(|stage| stage.to_string()),
        stage.map(|stage| stage.to_string()),
    );
    let quantity = (
        gold.quantity.as_ref().and_then(gold::GoldQuantity::quantity),
        transfer.quantity.as_ref().map(|slot| *slot.value()),
    );
    let right = same::quantity(quantity.1.as_ref(), quantity.0.as_ref());
    add(
        "quantity",
        right,
        quantity.0.map(|count| count.to_string()),
        quantity.1.map(|count| count.to_string()),
    );
    let money = (
        gold.value.as_ref().and_then(gold::GoldMoney::money),
        transfer.value.as_ref().map(|slot| slot.value().clone()),
    );
    let right = same::money(money.1.as_ref(), money.0.as_ref());
    add(
        "value",
        right,
        money.0.map(|sum| sum.to_string()),
        money.1.map(|sum| sum.to_string()),
    );
    let terms = (
        gold.terms.as_ref().and_then(|cell| cell.value),
        transfer.terms.as_ref().map(|slot| *slot.value()),
    );
    add(
        "terms",
        terms.0 == terms.1,
        terms.0.map(|terms| terms.to_string()),
        terms.1.map(|terms| terms.to_string()),
    );
    let covert = (
        gold.covert.as_ref().and_then(|cell| cell.value),
        transfer.covert.as_ref().map(|slot| *slot.value()),
    );
    add(
        "covert",
        covert.0 == covert.1,
        covert.0.map(|covert| covert.to_string()),
        covert.1.map(|covert| covert.to_string()),
    );
    via(transfer, gold, &mut add);
    let (said, meant) = (predicted.stance, gold.stance);
    add(
        "polarity",
        said.polarity == meant.polarity,
        Some(meant.polarity.to_string()),
        Some(said.polarity.to_string()),
    );
    add(
        "certainty",
        said.certainty == meant.certainty,
        Some(meant.certainty.to_string()),
        Some(said.certainty.to_string()),
    );
    add(
        "time",
        said.time == meant.time,
        Some(meant.time.to_string()),
        Some(said.time.to_string()),
    );
    sources(predicted, gold, &mut add);
    date(
        "agreed",
        transfer.agreed.as_ref().map(|slot| *slot.value()),
        gold.agreed.as_ref(),
        &mut cells,
    );
    date(
        "delivered",
        transfer.delivered.as_ref().map(|slot| *slot.value()),
        gold.delivered.as_ref(),
        &mut cells,
    );
    cells.sort_by_key(|cell| SLOTS.iter().position(|slot| *slot == cell.slot));
    cells
}

pub fn supplier(transfer: &Transfer) -> Option<&str> {
    transfer.supplier.as_ref().map(|slot| slot.value().as_str())
}

pub fn recipient(transfer: &Transfer) -> Option<&str> {
    transfer.recipient.as_ref().map(|slot| slot.value().as_str())
}

type Add<'a> = dyn FnMut(&'static str, bool, Option<String>, Option<String>) + 'a;

fn via(transfer: &Transfer, gold: &GoldClaim, add: &mut Add<'_>) {
    let predicted: Vec<&str> = transfer.via.iter().map(|slot| slot.value().as_str()).collect();
    let meant: Vec<&str> = gold.via.iter().filter_map(|cell| cell.value.as_deref()).collect();
    let right = same_set(&predicted, &meant, |a, b| same::party(Some(a), Some(b)));
    add("via", right, list(&meant), list(&predicted));
}

fn sources(predicted: &Claim, gold: &GoldClaim, add: &mut Add<'_>) {
    let (said, meant) = (said_chain(&predicted.sources), meant_chain(&gold.sources));
    let right = last_source_is_right(&predicted.sources, &gold.sources);
    add("last source", right, list(&ends(&meant)), list(&ends(&said)));
    let said_names: Vec<&str> = said.iter().map(|link| link.0).collect();
    let meant_names: Vec<&str> = meant.iter().map(|link| link.0).collect();
    add(
        "sources",
        same_set(&said_names, &meant_names, same::source),
        chain(&meant),
        chain(&said),
    );
}

fn said_chain(sources: &[Source]) -> Vec<(&str, SourceKind, bool)> {
    sources
        .iter()
        .map(|source| (source.name.as_str(), source.kind, source.parallel))
        .collect()
}

fn meant_chain(sources: &[GoldSource]) -> Vec<(&str, SourceKind, bool)> {
    sources
        .iter()
        .map(|GoldSource { name, kind, parallel }| (name.as_str(), *kind, *parallel))
        .collect()
}

/// Does the chain end with one of those with whom gold's ends?
pub fn last_source_is_right(predicted: &[Source], gold: &[GoldSource]) -> bool {
    let (said, meant) = (said_chain(predicted), meant_chain(gold));
    let (said, meant) = (ends(&said), ends(&meant));
    match (said.is_empty(), meant.is_empty()) {
        (false, false) => said
            .iter()
            .any(|end| meant.iter().any(|other| same::source(end, other))),
        (said, meant) => said == meant,
    }
}

/// The last link, with those beside it.
fn ends<'a>(chain: &[(&'a str, SourceKind, bool)]) -> Vec<&'a str> {
    let mut ends = Vec::new();
    for &(name, _, parallel) in chain.iter().rev() {
        ends.push(name);
        if !parallel {
            break;
        }
    }
    ends
}

fn chain(links: &[(&str, SourceKind, bool)]) -> Option<String> {
    let shown: Vec<String> = links
        .iter()
        .map(|(name, kind, parallel)| format!("{}{name} [{kind}]", if *parallel { "+ " } else { "" }))
        .collect();
    (!shown.is_empty()).then(|| shown.join(" → "))
}

fn list(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}

/// Does each of the one have its own partner in the other?
fn same_set(a: &[&str], b: &[&str], same: impl Fn(&str, &str) -> bool) -> bool {
    a.len() == b.len()
        && super::assign::best_pairs(a.len(), b.len(), |x, y| i64::from(same(a[x], b[y]))).len() == a.len()
}

fn date(slot: &'static str, predicted: Option<When>, gold: Option<&gold::GoldWhen>, cells: &mut Vec<Compared>) {
    let meant = gold.and_then(|gold| gold.when().ok());
    if predicted.is_none() && gold.is_none() {
        return;
    }
    let within = match (predicted, meant) {
        (Some(predicted), Some(meant)) => same::within(predicted, meant),
        _ => false,
    };
    cells.push(Compared {
        slot,
        right: predicted == meant,
        within,
        gold: gold.map(|gold| format!("{} ({})", gold.value, gold.precision)),
        predicted: predicted.map(|when| format!("{when} ({})", when.precision)),
    });
}

#[cfg(test)]
mod tests {
    use attache_model::{ArticleId, ClaimKind, Party, Slot, Source, Span, Stage, Stance};

    use super::*;

    fn gold(more: &str) -> GoldClaim {
        let text = format!(
            "id='c'\narticle='a'\nquotes=['q']\nsupplier={{value='FRA',text='France'}}\nrecipient={{value='unknown',why='?'}}\n\
             stage={{value='delivered'}}\nstance={{polarity='affirmed',certainty='asserted',time='past'}}\n{more}"
        );
        toml::from_str(&text).unwrap()
    }

    fn predicted(change: impl FnOnce(&mut Transfer), sources: &[(&str, bool)]) -> Claim {
        let span = Span::new(0, 1);
        let mut transfer = Transfer {
            supplier: Some(Slot::stated(Party::State("FRA".to_owned()), span)),
            stage: Some(Slot::stated(Stage::Delivered, span)),
            ..Transfer::default()
        };
        change(&mut transfer);
        let sources = sources
            .iter()
            .map(|&(name, parallel)| Source {
                name: name.to_owned(),
                kind: SourceKind::Official,
                span: None,
                parallel,
            })
            .collect();
        let says = ClaimKind::Transfer(transfer);
        Claim::new(
            ArticleId("a".to_owned()),
            vec![span],
            says,
            Stance::PLAIN,
            sources,
            "r".to_owned(),
            1.0,
        )
    }

    fn wrong(predicted: &Claim, gold: &GoldClaim) -> Vec<&'static str> {
        compare(predicted, gold)
            .into_iter()
            .filter(|cell| !cell.right)
            .map(|cell| cell.slot)
            .collect()
    }

    #[test]
    fn cells_that_nobody_fills_do_not_count() {
        let cells = compare(&predicted(|_| (), &[]), &gold(""));
        let slots: Vec<&str> = cells.iter().map(|cell| cell.slot).collect();
        assert_eq!(
            slots,
            ["supplier", "category", "stage", "polarity", "certainty", "time"]
        );
        assert!(cells.iter().all(|cell| cell.right));
    }

    #[test]
    fn a_cell_that_only_one_side_fills_is_wrong() {
        let meant = gold("quantity={value=4,bound='exact',text='four'}\ncovert={value=true,text='secretly'}");
        assert_eq!(wrong(&predicted(|_| (), &[]), &meant), ["quantity", "covert"]);
        let said = predicted(
            |transfer| transfer.terms = Some(Slot::inferred(attache_model::Terms::Sale, "sold")),
            &[],
        );
        assert_eq!(wrong(&said, &gold("")), ["terms"]);
    }

    #[test]
    fn dates_are_exact_or_within() {
        let meant = gold("delivered={value='2018/2022',precision='year',text='from 2018 to 2022'}");
        let said = |text: &str| {
            let when = text.parse().unwrap();
            predicted(|transfer| transfer.delivered = Some(Slot::inferred(when, "?")), &[])
        };
        let cell = |text: &str| {
            compare(&said(text), &meant)
                .into_iter()
                .find(|cell| cell.slot == "delivered")
                .unwrap()
        };
        assert!(cell("2018/2022").right);
        assert!(!cell("2020").right && cell("2020").within);
        assert!(!cell("2020-05").within && !cell("2017").within);
    }

    #[test]
    fn chains_end_somewhere_and_parallel_ends_are_both_ends() {
        let meant = gold(
            "sources=[{name='Reuters',kind='agency'},{name='flight data',kind='data'},{name='diplomats',kind='official',parallel=true}]",
        );
        let said = predicted(|_| (), &[("the Reuters news agency", false), ("flight data", false)]);
        assert_eq!(wrong(&said, &meant), ["sources"]);
        let said = predicted(|_| (), &[("Reuters", false)]);
        assert_eq!(wrong(&said, &meant), ["last source", "sources"]);
    }
}
