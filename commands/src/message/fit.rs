//! Fits texts into Discord's limits.

use super::{Limits, Message};

/// The first message within Discord's limits, from the fullest to the shortest; the shortest if
/// none is.
pub(crate) fn first_that_fits(fullest: Message, others: impl Iterator<Item = Message>) -> Message {
    let mut last = fullest;
    for next in others {
        if last.size().fits(Limits::DISCORD) {
            return last;
        }
        last = next;
    }
    last
}

/// As many lines as fit into `room` characters, line breaks included, and the number of remaining
/// ones.
pub(crate) fn lines_that_fit(
    lines: impl ExactSizeIterator<Item = String>,
    mut room: usize,
) -> (Vec<String>, usize) {
    let total = lines.len();
    let mut taken = Vec::new();
    for line in lines {
        let Some(left) = room.checked_sub(line.chars().count() + 1) else { break };
        room = left;
        taken.push(line);
    }
    let left = total - taken.len();
    (taken, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_fitting_message_is_used() {
        let of = |length: usize| Message::text("x".repeat(length));
        let check = |lengths: [usize; 3], expected: usize| {
            let [first, others @ ..] = lengths;
            let taken = first_that_fits(of(first), others.into_iter().map(of));
            assert_eq!(taken, of(expected), "{lengths:?}");
        };
        check([30, 20, 10], 30);
        check([5_000, 4_000, 10], 4_000);
        check([5_000, 4_001, 10], 10);
        check([7_000, 6_000, 5_000], 5_000);
    }

    #[test]
    fn lines_are_included_while_they_fit() {
        let lines = || ["four", "fives", "x"].map(str::to_owned).into_iter();
        assert_eq!(lines_that_fit(lines(), 4), (vec![], 3));
        assert_eq!(lines_that_fit(lines(), 10), (vec!["four".to_owned()], 2));
        assert_eq!(lines_that_fit(lines(), 13).1, 0);
    }
}
