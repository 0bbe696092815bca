//! How long does weighing take for many articles? `cargo run --release -p attache-weighing --example many -- 10000`
//!
//! Made-up articles: every fifth is a reprint with a new first paragraph, claims are spread unevenly over pairs of states.

use attache_model::{
    ArticleId, Bound, Category, Claim, ClaimKind, Date, Party, Quantity, Slot, Span, Stage, Stance, Transfer, Weapon,
};
use attache_weighing::{ArticleView, weigh};

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

fn main() {
    let count: usize = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(10_000);
    let mut sequence = Sequence(1);
    let mut articles: Vec<ArticleView> = Vec::new();
    let mut claims = Vec::new();
    for nth in 0..count {
        let text = if nth % 5 == 4 {
            format!(
                "Reprint {nth} of what others wrote.\n{}",
                articles[nth - 1 - sequence.below(4) as usize].text
            )
        } else {
            (0..400)
                .map(|at| {
                    format!(
                        "w{}{}",
                        sequence.skewed(20_000),
                        if at % 60 == 59 { ".\n" } else { " " }
                    )
                })
                .collect()
        };
        let id = ArticleId(format!("{nth:06}"));
        let published = Date::new(
            2015 + (nth % 10) as i16,
            1 + (sequence.below(12)) as i8,
            1 + sequence.below(28) as i8,
        )
        .ok();
        articles.push(ArticleView {
            id: id.clone(),
            title: None,
            outlet: Some(format!("Outlet {}", sequence.below(200))),
            published,
            text: text.into(),
            credits: if nth % 5 == 4 {
                vec!["Source: Reuters".to_owned()]
            } else {
                Vec::new()
            },
            links: Vec::new(),
            url: None,
        });
        for at in 0..3 {
            claims.push(claim(&mut sequence, &id, at));
        }
    }
    let begin = std::time::Instant::now();
    let weighed = weigh(&articles, &claims, &[]);
    println!(
        "{count} articles, {} claims: {} origins, {} records, the largest of {} claims, in {:.2} s",
        claims.len(),
        weighed.origins.len(),
        weighed.records.len(),
        weighed
            .records
            .iter()
            .map(|record| record.claims.len())
            .max()
            .unwrap_or_default(),
        begin.elapsed().as_secs_f64()
    );
}

fn claim(sequence: &mut Sequence, article: &ArticleId, at: usize) -> Claim {
    let state = |number: u64| Slot::inferred(Party::State(format!("S{number:02}")), "made up");
    let kind = sequence.below(4) as usize;
    let designation = format!("{}-{}", ["F", "T", "S", "MiG"][kind], 10 + sequence.skewed(8));
    let weapon = Weapon {
        description: designation.clone(),
        designation: Some(designation),
        category: Category::ALL[kind],
    };
    let transfer = Transfer {
        supplier: Some(state(sequence.skewed(12))),
        recipient: Some(state(30 + sequence.skewed(20))),
        weapon: Some(Slot::inferred(weapon, "made up")),
        quantity: Some(Slot::inferred(
            Quantity {
                value: 1 + sequence.below(100),
                high: None,
                bound: Bound::Exact,
            },
            "made up",
        )),
        stage: Some(Slot::inferred(Stage::ALL[sequence.below(11) as usize], "made up")),
        ..Transfer::default()
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
