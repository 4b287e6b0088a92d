//! The order in which a round delivers due subscriptions.

use std::collections::HashMap;

use domain::{Destination, GuildId, Subscription};

/// Due subscriptions by destination, in delivery order: the first of every guild, then the second
/// of every guild, so that a large guild never delays a small one. Each user's direct messages
/// count as a guild.
pub(super) fn take_turns(due: Vec<Subscription>) -> Vec<Vec<Subscription>> {
    let mut places: HashMap<Destination, usize> = HashMap::new();
    let mut destinations: Vec<Vec<Subscription>> = Vec::new();
    for one in due {
        let place = *places.entry(one.settings.destination).or_insert(destinations.len());
        match destinations.get_mut(place) {
            Some(destination) => destination.push(one),
            None => destinations.push(vec![one]),
        }
    }
    let mut seen: HashMap<GuildId, usize> = HashMap::new();
    let mut turn_of = |one: &Subscription| {
        one.settings.guild.map_or(1, |guild| {
            let turns = seen.entry(guild).or_default();
            *turns += 1;
            *turns
        })
    };
    let mut turns: Vec<(usize, Vec<Subscription>)> = destinations
        .into_iter()
        .map(|destination| (destination.first().map_or(0, &mut turn_of), destination))
        .collect();
    turns.sort_by_key(|(turn, _)| *turn);
    turns.into_iter().map(|(_, destination)| destination).collect()
}

#[cfg(test)]
mod tests {
    use domain::{ChannelId, UserId};

    use super::super::fixtures::subscription;
    use super::*;

    fn numbers(turns: &[Vec<Subscription>]) -> Vec<Vec<u64>> {
        turns.iter().map(|turn| turn.iter().map(|one| one.id.0).collect()).collect()
    }

    #[test]
    fn servers_take_turns() {
        let due = [(1, 7), (2, 7), (3, 7), (4, 8), (5, 9), (6, 8)];
        let due = due.map(|(id, guild)| subscription(id, guild)).to_vec();
        assert_eq!(numbers(&take_turns(due)).concat(), [1, 4, 5, 2, 6, 3]);
    }

    #[test]
    fn subscriptions_of_one_channel_stay_in_sequence() {
        let due = [(1, 7), (2, 7), (3, 8), (4, 7)];
        let mut due = due.map(|(id, guild)| subscription(id, guild)).to_vec();
        due[3].settings.destination = Destination::Channel(ChannelId(1));
        assert_eq!(numbers(&take_turns(due)), [vec![1, 4], vec![3], vec![2]]);
    }

    #[test]
    fn users_take_turns_with_servers() {
        let mut due = [1, 2, 3, 4].map(|id| subscription(id, 7)).to_vec();
        for (one, user) in [(2, 5), (3, 6)] {
            due[one].settings.guild = None;
            due[one].settings.destination = Destination::DirectMessage(UserId(user));
        }
        assert_eq!(numbers(&take_turns(due)).concat(), [1, 3, 4, 2]);
    }
}
