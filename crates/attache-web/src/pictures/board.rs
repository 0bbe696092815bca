//! Is there room for one more word?
//!
//! Words of a picture are set in the order of what matters; one that would lie on another is left out, as the table behind the picture has it.

/// The places that are taken: left, top, right, bottom.
#[derive(Default)]
pub struct Board(Vec<[f64; 4]>);

/// About how wide a letter of a picture's text is, and how high; what is left free on either side of a text.
const LETTER: f64 = 7.4;
const HEIGHT: f64 = 13.0;
const SIDE: f64 = 3.0;

/// The middle of a text that stands at `x` in a picture of that width, so far from the edges that it is all seen.
pub fn inside(x: f64, text: &str, width: usize) -> f64 {
    let width = width as f64;
    x.clamp(half(text).min(width / 2.0), (width - half(text)).max(width / 2.0))
}

fn half(text: &str) -> f64 {
    text.chars().count() as f64 * LETTER / 2.0 + SIDE
}

impl Board {
    /// Takes the place of a line of text whose middle stands at `x` and whose foot at `y`, if it is free.
    pub fn write(&mut self, x: f64, y: f64, text: &str) -> bool {
        let half = half(text);
        self.take([x - half, y - HEIGHT, x + half, y + 2.0])
    }

    fn take(&mut self, place: [f64; 4]) -> bool {
        let [left, top, right, bottom] = place;
        let free = !self
            .0
            .iter()
            .any(|taken| left < taken[2] && taken[0] < right && top < taken[3] && taken[1] < bottom);
        if free {
            self.0.push(place);
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_lie_on_another_is_left_out() {
        let mut board = Board::default();
        assert!(board.write(100.0, 50.0, "2,000"));
        assert!(!board.write(110.0, 52.0, "2,100"));
        assert!(board.write(110.0, 80.0, "2,100"));
        assert!(board.write(160.0, 50.0, "3"));
    }
}
