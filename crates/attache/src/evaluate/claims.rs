//! How many of the claims that a careful reader finds does the program find, and how many that nobody made?
//!
//! Within an article, predicted and gold claims are paired one to one so that as many as possible are paired, and among those pairings the
//! one whose cells agree best:
//!
//! * **lenient**: same supplier, recipient and arms, and the quotes overlap or the stage is the same;
//! * **strict**: lenient, and the stage is the same;
//! * **aligned**, for the accuracy of slots only: the lenient pairs, then pairs of what is left whose quotes overlap and that share two of
//!   supplier, recipient and arms. So a wrong supplier is seen as a wrong supplier, and not only as one claim missed and one made up.

use std::collections::BTreeMap;
use std::io::Write;

use attache_model::{Article, Claim, Slot, Span};

use super::assign::best_pairs;
use super::figures::{Counts, Figures, share, write_counts};
use super::read::{Located, ReadArticle};
use super::same::{self, Arms};
use super::slots::{self, SLOTS};

/// What is weighed above all: one more pair outweighs any agreement of cells.
const PAIR: i64 = 1_000_000;

/// The pairs (predicted, gold) of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    pub strict: Vec<(usize, usize)>,
    pub lenient: Vec<(usize, usize)>,
    pub aligned: Vec<(usize, usize)>,
}

pub fn pair(claims: &[Claim], gold: &[Located<'_>], text: &str) -> Pairs {
    let weigh = |allowed: bool, p: usize, g: usize| {
        if allowed {
            PAIR + likeness(&claims[p], &gold[g], text)
        } else {
            0
        }
    };
    let agree: Vec<Vec<Agreement>> = claims
        .iter()
        .map(|claim| gold.iter().map(|gold| Agreement::of(claim, gold)).collect())
        .collect();
    let strict = best_pairs(claims.len(), gold.len(), |p, g| weigh(agree[p][g].is_strict(), p, g));
    let lenient = best_pairs(claims.len(), gold.len(), |p, g| weigh(agree[p][g].is_lenient(), p, g));
    let free = |p: usize, g: usize| lenient.iter().all(|&(a, b)| a != p && b != g);
    let near = best_pairs(claims.len(), gold.len(), |p, g| {
        weigh(free(p, g) && agree[p][g].is_near(), p, g)
    });
    let mut aligned = [lenient.as_slice(), near.as_slice()].concat();
    aligned.sort_unstable();
    Pairs {
        strict,
        lenient,
        aligned,
    }
}

/// What two claims share of that by which claims are told apart.
#[derive(Clone, Copy, Debug, Default)]
struct Agreement {
    supplier: bool,
    recipient: bool,
    arms: bool,
    stage: bool,
    quotes: bool,
}

impl Agreement {
    fn of(claim: &Claim, gold: &Located<'_>) -> Agreement {
        let Some(transfer) = claim.transfer() else {
            return Agreement::default();
        };
        let predicted = Arms {
            designation: transfer.designation(),
            category: transfer.category(),
        };
        let meant = Arms {
            designation: gold.claim.designation(),
            category: gold.claim.category(),
        };
        Agreement {
            supplier: same::party(slots::supplier(transfer), gold.claim.supplier()),
            recipient: same::party(slots::recipient(transfer), gold.claim.recipient()),
            arms: same::arms(predicted, meant),
            stage: transfer.stage.as_ref().map(|slot| *slot.value()) == gold.claim.stage(),
            quotes: claim
                .quotes
                .iter()
                .any(|quote| gold.quotes.iter().any(|other| quote.overlaps(*other))),
        }
    }

    fn is_lenient(self) -> bool {
        self.supplier && self.recipient && self.arms && (self.quotes || self.stage)
    }

    fn is_strict(self) -> bool {
        self.supplier && self.recipient && self.arms && self.stage
    }

    fn is_near(self) -> bool {
        self.quotes
            && [self.supplier, self.recipient, self.arms]
                .iter()
                .filter(|same| **same)
                .count()
                >= 2
    }
}

/// How well two claims agree, below [`PAIR`]: cells, quotes, and the words for the arms.
fn likeness(claim: &Claim, gold: &Located<'_>, text: &str) -> i64 {
    let cells = slots::compare(claim, gold.claim)
        .iter()
        .filter(|cell| cell.right)
        .count();
    let quotes = claim
        .quotes
        .iter()
        .filter(|quote| gold.quotes.iter().any(|other| quote.overlaps(*other)))
        .count();
    let weapon = claim.transfer().and_then(|transfer| transfer.weapon.as_ref());
    let span = weapon.and_then(Slot::span);
    let said = span.and_then(|span| span.slice(text)).unwrap_or_default();
    let meant = gold
        .claim
        .weapon
        .as_ref()
        .and_then(|cell| cell.text.as_deref())
        .unwrap_or_default();
    let shared = same::words(said)
        .iter()
        .filter(|word| same::words(meant).contains(word))
        .count();
    let points = 10 * cells + 20 * quotes.min(3) + 15 * shared.min(4);
    i64::try_from(points).unwrap_or(0)
}

/// Do quotes and slots point where they should?
#[derive(Clone, Copy, Debug, Default)]
pub struct Exactness {
    pub quotes: usize,
    pub exact_quotes: usize,
    pub spans: usize,
    pub exact_spans: usize,
}

impl Exactness {
    fn add(&mut self, article: &Article, claim: &Claim) {
        let slices = |span: Span| span.slice(&article.text).is_some_and(|text| !text.is_empty());
        self.quotes += claim.quotes.len();
        self.exact_quotes += claim.quotes.iter().filter(|quote| slices(**quote)).count();
        for span in spans(claim) {
            self.spans += 1;
            self.exact_spans += usize::from(slices(span) && claim.quotes.iter().any(|quote| quote.contains(span)));
        }
    }
}

/// The span of every stated slot.
pub fn spans(claim: &Claim) -> Vec<Span> {
    claim.filled().into_iter().filter_map(|slot| slot.span).collect()
}

/// Right, within and filled cells of one slot over the aligned pairs.
#[derive(Clone, Copy, Debug, Default)]
struct SlotScore {
    right: usize,
    within: usize,
    filled: usize,
    /// Of those that are not right: filled by gold alone, by the prediction alone.
    missing: usize,
    extra: usize,
}

/// The score of some articles.
#[derive(Default)]
pub struct ClaimScore {
    pub strict: Counts,
    pub lenient: Counts,
    slots: BTreeMap<&'static str, SlotScore>,
    exactness: Exactness,
    /// Of all sentences those that the prefilter lets through; of gold claims those one of whose sentences it does.
    sentences: usize,
    shown_sentences: usize,
    shown_claims: usize,
    /// Claims read in articles that hold none.
    pub from_nothing: usize,
    pub articles_with_nothing: usize,
    /// Gold texts that the article's text does not hold.
    pub lost: usize,
}

impl ClaimScore {
    pub fn of<'a>(articles: impl Iterator<Item = (&'a ReadArticle<'a>, &'a Pairs)>) -> ClaimScore {
        let mut score = ClaimScore::default();
        for (read, pairs) in articles {
            let counts = |right: &[(usize, usize)]| Counts {
                predicted: read.claims.len(),
                right: right.len(),
                gold: read.gold_claims.len(),
            };
            score.strict.add(counts(&pairs.strict));
            score.lenient.add(counts(&pairs.lenient));
            for &(predicted, gold) in &pairs.aligned {
                for cell in slots::compare(&read.claims[predicted], read.gold_claims[gold].claim) {
                    let slot = score.slots.entry(cell.slot).or_default();
                    slot.filled += 1;
                    slot.right += usize::from(cell.right);
                    slot.within += usize::from(cell.within);
                    slot.missing += usize::from(!cell.right && cell.predicted.is_none());
                    slot.extra += usize::from(!cell.right && cell.gold.is_none());
                }
            }
            read.claims
                .iter()
                .for_each(|claim| score.exactness.add(&read.article, claim));
            let shown = |gold: &&Located<'_>| {
                let mut quotes = gold.quotes.iter();
                quotes.any(|quote| read.shown.iter().any(|span| span.overlaps(*quote)))
            };
            score.sentences += read.sentences;
            score.shown_sentences += read.shown.len();
            score.shown_claims += read.gold_claims.iter().filter(shown).count();
            if read.gold_claims.is_empty() {
                score.from_nothing += read.claims.len();
                score.articles_with_nothing += 1;
            }
            score.lost += read.gold_claims.iter().map(|gold| gold.lost.len()).sum::<usize>();
        }
        score
    }

    /// The mean over slots, each slot counting the same.
    #[allow(clippy::cast_precision_loss)]
    pub fn mean_slot_accuracy(&self) -> f64 {
        let accuracies: Vec<f64> = self.slots.values().map(|slot| share(slot.right, slot.filled)).collect();
        if accuracies.is_empty() {
            0.0
        } else {
            accuracies.iter().sum::<f64>() / accuracies.len() as f64
        }
    }

    pub fn figures(&self, prefix: &str) -> Figures {
        let mut figures = Figures::default();
        self.strict.put(&mut figures, &format!("{prefix}.strict"));
        self.lenient.put(&mut figures, &format!("{prefix}.lenient"));
        for (slot, score) in &self.slots {
            figures.put(
                format!("{prefix}.slot.{}", slot.replace(' ', "_")),
                share(score.right, score.filled),
                score.filled,
            );
        }
        figures.put(
            format!("{prefix}.slot.mean"),
            self.mean_slot_accuracy(),
            self.slots.len(),
        );
        figures.put(
            format!("{prefix}.prefilter.recall"),
            share(self.shown_claims, self.strict.gold),
            self.strict.gold,
        );
        let exact = &self.exactness;
        figures.put(
            format!("{prefix}.exact_quotes"),
            share(exact.exact_quotes, exact.quotes),
            exact.quotes,
        );
        figures.put(
            format!("{prefix}.exact_spans"),
            share(exact.exact_spans, exact.spans),
            exact.spans,
        );
        figures
    }

    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        write_counts(out, "claims, strict", self.strict)?;
        write_counts(out, "claims, lenient", self.lenient)?;
        writeln!(out, "  slots of aligned claims: mean {:.3}", self.mean_slot_accuracy())?;
        for slot in SLOTS {
            let Some(score) = self.slots.get(slot) else { continue };
            let within = match *slot {
                "agreed" | "delivered" => format!("   within {:.3}", share(score.within, score.filled)),
                _ => String::new(),
            };
            let SlotScore {
                right,
                filled,
                missing,
                extra,
                ..
            } = *score;
            let wrong = filled - right - missing - extra;
            let accuracy = share(right, filled);
            writeln!(
                out,
                "    {slot:<14} {accuracy:.3}   {right:>4} of {filled:>4}   wrong {wrong:>3}  missing {missing:>3}  extra {extra:>3}{within}"
            )?;
        }
        writeln!(
            out,
            "  prefilter: lets {} of {} sentences through, and with them {} of {} claims",
            self.shown_sentences, self.sentences, self.shown_claims, self.strict.gold
        )?;
        let exact = &self.exactness;
        writeln!(
            out,
            "  exactness: {} of {} quotes slice the text, {} of {} slot spans slice it and lie in a quote",
            exact.exact_quotes, exact.quotes, exact.exact_spans, exact.spans
        )?;
        writeln!(
            out,
            "  claims from {} articles that hold none: {}",
            self.articles_with_nothing, self.from_nothing
        )?;
        if self.lost > 0 {
            writeln!(out, "  gold texts that the articles' text does not hold: {}", self.lost)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use attache_model::{ArticleId, Category, ClaimKind, Party, Stage, Stance, Transfer, Weapon};

    use super::*;
    use crate::evaluate::gold::GoldClaim;

    const TEXT: &str = "France sold jets to Peru. Later it sold tanks to Peru.";

    fn claim(supplier: &str, weapon: Option<&str>, category: Category, stage: Stage, quote: (usize, usize)) -> Claim {
        let span = Span::new(quote.0, quote.0 + 6);
        let weapon = Weapon {
            designation: weapon.map(str::to_owned),
            description: String::new(),
            category,
        };
        let transfer = Transfer {
            supplier: Some(Slot::stated(Party::State(supplier.to_owned()), span)),
            recipient: Some(Slot::stated(Party::State("PER".to_owned()), span)),
            weapon: Some(Slot::stated(weapon, span)),
            stage: Some(Slot::stated(stage, span)),
            ..Transfer::default()
        };
        let quotes = vec![Span::new(quote.0, quote.1)];
        let says = ClaimKind::Transfer(transfer);
        Claim::new(
            ArticleId("a".to_owned()),
            quotes,
            says,
            Stance::PLAIN,
            Vec::new(),
            "r".to_owned(),
            1.0,
        )
    }

    fn gold(weapon: &str, category: &str, quote: &str) -> GoldClaim {
        let text = format!(
            "id='c'\narticle='a'\nquotes=['{quote}']\nsupplier={{value='FRA'}}\nrecipient={{value='PER'}}\nweapon={{{weapon}}}\n\
             category={{value='{category}'}}\nstage={{value='delivered'}}\nstance={{polarity='affirmed',certainty='asserted',time='past'}}"
        );
        toml::from_str(&text).unwrap()
    }

    fn paired(claims: &[Claim], gold: &[GoldClaim]) -> Pairs {
        let located: Vec<Located<'_>> = gold
            .iter()
            .map(|claim| super::super::read::locate(claim, TEXT))
            .collect();
        pair(claims, &located, TEXT)
    }

    #[test]
    fn strict_lenient_and_aligned_differ_as_they_should() {
        let meant = [gold("value='Rafale'", "aircraft", "France sold jets to Peru.")];
        let aircraft = Category::Aircraft;
        let right = paired(
            &[claim("FRA", Some("Rafale"), aircraft, Stage::Delivered, (0, 25))],
            &meant,
        );
        assert_eq!(
            (right.strict.len(), right.lenient.len(), right.aligned.len()),
            (1, 1, 1)
        );
        let stage = paired(
            &[claim("FRA", Some("Rafale"), aircraft, Stage::Ordered, (0, 25))],
            &meant,
        );
        assert_eq!(
            (stage.strict.len(), stage.lenient.len(), stage.aligned.len()),
            (0, 1, 1)
        );
        let elsewhere = paired(
            &[claim("FRA", Some("Rafale"), aircraft, Stage::Ordered, (26, 54))],
            &meant,
        );
        assert_eq!(
            elsewhere,
            Pairs::default(),
            "neither the quote nor the stage is the same"
        );
        let supplier = paired(
            &[claim("GBR", Some("Rafale"), aircraft, Stage::Delivered, (0, 25))],
            &meant,
        );
        assert_eq!(
            (supplier.strict.len(), supplier.lenient.len(), supplier.aligned.len()),
            (0, 0, 1)
        );
    }

    #[test]
    fn each_claim_is_used_once_and_goes_where_it_fits() {
        let meant = [
            gold("text='jets'", "aircraft", "France sold jets to Peru."),
            gold("text='tanks'", "armoured vehicles", "Later it sold tanks to Peru."),
        ];
        let said = [
            claim("FRA", None, Category::ArmouredVehicles, Stage::Delivered, (26, 54)),
            claim("FRA", None, Category::ArmouredVehicles, Stage::Delivered, (26, 54)),
        ];
        assert_eq!(paired(&said, &meant).strict, [(0, 1)]);
    }
}
