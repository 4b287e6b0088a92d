//! A subscription in a line, and its next posts.

use domain::{Destination, Schedule, Strictness, Subscription, Zone};
use jiff::Timestamp;

use super::count;
use super::time::moment;
use crate::message::{escape, shorten};

/// Where, what, when, and which of its settings differ from what is usual.
pub(crate) fn line(subscription: &Subscription) -> String {
    let order = &subscription.order;
    let mut parts = vec![
        place(order.destination),
        escape(&shorten(&order.topics.to_string(), 300)),
        order.schedule.describe(),
    ];
    if order.min_upvotes > 0 {
        parts.push(format!("{} votes or more", order.min_upvotes));
    }
    if order.strictness != Strictness::Normal {
        parts.push(order.strictness.to_string());
    }
    parts.push(format!("at most {}", count(order.max_papers as usize, "paper")));
    parts.join(" · ")
}

/// A destination as people see it.
fn place(destination: Destination) -> String {
    match destination.channel() {
        Some(channel) => format!("<#{channel}>"),
        None => "your direct messages".to_owned(),
    }
}

/// The time in a zone.
pub(crate) fn clock(zone: &Zone, now: Timestamp) -> String {
    zone.time_at(now).strftime("%H:%M").to_string()
}

/// The next three, or that there are none.
pub(crate) fn next_posts(schedule: &Schedule, now: Timestamp) -> String {
    let next: Vec<String> =
        schedule.upcoming(now, 3).into_iter().map(|due| moment(due, 'f')).collect();
    match next.is_empty() {
        true => "No further post is due.".to_owned(),
        false => format!("Next posts, in your time: {}", next.join(", ")),
    }
}
