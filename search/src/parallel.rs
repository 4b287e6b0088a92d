//! Maps a slice on all processors.

use std::thread;

/// With fewer items, starting threads takes longer than the work.
const LEAST: usize = 16;

/// The results of `map` for all items, in their order. Each thread maps one contiguous share.
///
/// # Panics
/// If `map` does.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    if threads == 1 || items.len() < LEAST {
        return items.iter().map(map).collect();
    }
    let share = |items: &[T]| items.iter().map(&map).collect::<Vec<R>>();
    thread::scope(|scope| {
        let shares = items.chunks(items.len().div_ceil(threads));
        let running: Vec<_> = shares.map(|items| scope.spawn(move || share(items))).collect();
        let done = running.into_iter().flat_map(|thread| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        done.collect()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_are_in_order() {
        for count in [0, 1, 15, 16, 17, 1_000] {
            let items: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = items.iter().map(|item| item * item).collect();
            assert_eq!(super::map(&items, |item| item * item), expected, "{count} items");
        }
    }

    #[test]
    #[should_panic(expected = "item 40")]
    fn a_panic_is_passed_on() {
        let items: Vec<usize> = (0..100).collect();
        super::map(&items, |item| assert!(*item != 40, "item {item}"));
    }
}
