//! Which of these belongs to which of those, one to one, so that the whole fits best?

/// The pairs (row, column) of the assignment with the greatest total weight. A weight of 0 or less means that the two may not be paired.
///
/// The Hungarian method on the square matrix filled up with zeros: cubic, for the some tens of claims of an article or records of a part.
pub fn best_pairs(rows: usize, columns: usize, weight: impl Fn(usize, usize) -> i64) -> Vec<(usize, usize)> {
    let size = rows.max(columns);
    let cost = |row: usize, column: usize| {
        if row < rows && column < columns {
            -weight(row, column).max(0)
        } else {
            0
        }
    };
    // Potentials and matching by columns, all shifted by one: 0 stands for "none yet".
    let mut row_potential = vec![0i64; size + 1];
    let mut column_potential = vec![0i64; size + 1];
    let mut row_of = vec![0usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![i64::MAX; size + 1];
        let mut before = vec![0usize; size + 1];
        let mut used = vec![false; size + 1];
        while row_of[column] != 0 {
            used[column] = true;
            let at = row_of[column];
            let (mut delta, mut next) = (i64::MAX, 0);
            for other in 1..=size {
                if used[other] {
                    continue;
                }
                let reduced = cost(at - 1, other - 1) - row_potential[at] - column_potential[other];
                if reduced < least[other] {
                    (least[other], before[other]) = (reduced, column);
                }
                if least[other] < delta {
                    (delta, next) = (least[other], other);
                }
            }
            for other in 0..=size {
                if used[other] {
                    row_potential[row_of[other]] += delta;
                    column_potential[other] -= delta;
                } else if other > 0 {
                    least[other] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    let mut pairs: Vec<(usize, usize)> = (1..=size)
        .map(|column| (row_of[column].wrapping_sub(1), column - 1))
        .filter(|&(row, column)| row < rows && column < columns && weight(row, column) > 0)
        .collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(matrix: &[&[i64]]) -> Vec<(usize, usize)> {
        best_pairs(
            matrix.len(),
            matrix.first().map_or(0, |row| row.len()),
            |row, column| matrix[row][column],
        )
    }

    #[test]
    fn the_whole_counts_not_the_first_come() {
        // Greedy takes 9 and is left with nothing; the best whole is 8 + 8.
        assert_eq!(pairs(&[&[9, 8], &[8, 0]]), [(0, 1), (1, 0)]);
        assert_eq!(pairs(&[&[5, 1, 0], &[4, 4, 0]]), [(0, 0), (1, 1)]);
    }

    #[test]
    fn what_may_not_be_paired_stays_alone() {
        assert_eq!(pairs(&[&[0, 0], &[0, 3]]), [(1, 1)]);
        assert_eq!(pairs(&[&[1], &[2], &[3]]), [(2, 0)]);
        assert_eq!(pairs(&[]), []);
    }

    #[test]
    fn no_other_assignment_is_better() {
        let mut state = 7u64;
        let mut next = || {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            i64::try_from(state >> 60).unwrap_or(0) - 4
        };
        for _ in 0..200 {
            let matrix: Vec<Vec<i64>> = (0..3).map(|_| (0..4).map(|_| next()).collect()).collect();
            let total: i64 = best_pairs(3, 4, |row, column| matrix[row][column])
                .iter()
                .map(|&(r, c)| matrix[r][c])
                .sum();
            let mut best = 0;
            for a in 0..5 {
                for b in 0..5 {
                    for c in 0..5 {
                        let clash = |x: usize, y: usize| x < 4 && x == y;
                        if clash(a, b) || clash(a, c) || clash(b, c) {
                            continue;
                        }
                        let at = |row: usize, column: usize| if column < 4 { matrix[row][column].max(0) } else { 0 };
                        best = best.max(at(0, a) + at(1, b) + at(2, c));
                    }
                }
            }
            assert_eq!(total, best, "{matrix:?}");
        }
    }
}
