//! How are many articles made up, with deals, reprints and claims?
//!
//! Every fifth is a reprint with a new first paragraph, which tells what its original tells; deals are spread unevenly over pairs of states.

use attache_model::{
    ArticleId, Bound, Category, Claim, ClaimKind, Date, Party, Quantity, Slot, Span, Stage, Stance, Transfer, Weapon,
    When,
};
use attache_weighing::ArticleView;

/// A fixed sequence that looks random (SplitMix64).
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// Small numbers more often than large ones.
    fn skewed(&mut self, limit: u64) -> u64 {
        let once = self.below(limit);
        self.below(once + 1)
    }
}

/// What the articles write about.
struct Deal {
    transfer: Transfer,
    year: i16,
}

pub struct Made {
    pub articles: Vec<ArticleView<'static>>,
    pub claims: Vec<Claim>,
    /// The article that each goes back to.
    pub family: Vec<usize>,
}

pub fn made(count: usize) -> Made {
    let mut sequence = Sequence(1);
    let deals: Vec<Deal> = (0..count / 4 + 1).map(|_| deal(&mut sequence)).collect();
    let mut made = Made {
        articles: Vec::new(),
        claims: Vec::new(),
        family: Vec::new(),
    };
    let mut told: Vec<Vec<usize>> = Vec::new();
    for nth in 0..count {
        let reprint = (nth % 5 == 4).then(|| nth - 1 - sequence.below(4) as usize);
        let id = ArticleId(format!("{nth:06}"));
        let mut about: Vec<usize> = (0..3).map(|_| sequence.below(deals.len() as u64) as usize).collect();
        let mut text = String::new();
        match reprint {
            Some(original) => {
                about.clone_from(&told[original]);
                text.push_str(&words(&mut sequence, 40));
                text.push_str(&made.articles[original].text);
            }
            None => text.push_str(&words(&mut sequence, 400)),
        }
        let original = reprint.map(|original| &made.articles[original]);
        let published = original.and_then(|article| article.published).or_else(|| {
            let year = deals[about[0]].year + sequence.below(3) as i16;
            Date::new(year, 1 + sequence.below(12) as i8, 1 + sequence.below(28) as i8).ok()
        });
        made.family.push(reprint.map_or(nth, |original| made.family[original]));
        made.articles.push(ArticleView {
            id: id.clone(),
            title: None,
            outlet: Some(format!("Outlet {}", sequence.below(200))),
            published,
            text: text.into(),
            credits: reprint.iter().map(|_| "Source: Reuters".to_owned()).collect(),
            links: Vec::new(),
            url: None,
        });
        for (at, deal) in about.iter().enumerate() {
            made.claims.push(claim(&mut sequence, &id, at, &deals[*deal]));
        }
        told.push(about);
    }
    made
}

/// Lines of sixty words, common ones more often than rare ones.
fn words(sequence: &mut Sequence, count: usize) -> String {
    (0..count)
        .map(|at| {
            format!(
                "w{}{}",
                sequence.skewed(20_000),
                if at % 60 == 59 { ".\n" } else { " " }
            )
        })
        .collect()
}

fn deal(sequence: &mut Sequence) -> Deal {
    let state = |number: u64| Slot::inferred(Party::State(format!("S{number:03}")), "made up");
    let kind = sequence.below(4) as usize;
    let designation = format!("{}-{}", ["F", "T", "S", "MiG"][kind], 10 + sequence.skewed(60));
    let weapon = Weapon {
        description: designation.clone(),
        designation: Some(designation),
        category: Category::ALL[kind],
    };
    let quantity = Quantity {
        value: 1 + sequence.below(100),
        high: None,
        bound: Bound::Exact,
    };
    let transfer = Transfer {
        supplier: Some(state(sequence.skewed(40))),
        recipient: Some(state(100 + sequence.skewed(120))),
        weapon: Some(Slot::inferred(weapon, "made up")),
        quantity: Some(Slot::inferred(quantity, "made up")),
        ..Transfer::default()
    };
    Deal {
        transfer,
        year: 1995 + sequence.below(25) as i16,
    }
}

/// One step of the deal; every other claim says when it was agreed.
fn claim(sequence: &mut Sequence, article: &ArticleId, at: usize, deal: &Deal) -> Claim {
    let stage = Stage::ALL[sequence.below(7) as usize];
    let agreed = When::year(deal.year).filter(|_| sequence.below(2) == 0);
    let transfer = Transfer {
        stage: Some(Slot::inferred(stage, "made up")),
        agreed: agreed.map(|year| Slot::inferred(year, "made up")),
        ..deal.transfer.clone()
    };
    Claim::new(
        article.clone(),
        vec![Span::new(at * 100, at * 100 + 50)],
        ClaimKind::Transfer(transfer),
        Stance::PLAIN,
        Vec::new(),
        "made up".to_owned(),
        1.0,
    )
}
