//! Estimates a subscription's posts from recent lists: how many papers, for which topics, and how
//! many would be left out.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::{Schedule, Topic};

/// The papers of the last weeks that a subscription would have posted.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The number of the hub's days counted; at least 1.
    pub days: u32,
    /// Papers that pass topics, exclusions and the minimum number of votes.
    pub papers: u32,
    /// Days between two posts; less than 1 for several posts per day.
    pub days_a_post: f64,
    /// Whether there is about one post a day, perhaps none on weekends. Several posts every Monday
    /// are as many, but not daily.
    pub is_daily: bool,
    /// The average number of papers that a post leaves out because it is full.
    pub left_out_a_post: f64,
    /// By topic, in the order of the subscription. A paper can count for several.
    pub topics: Vec<TopicForecast>,
    /// Exclusions that match nothing and look misspelt.
    pub misspelt: Vec<MisspeltExclusion>,
}

/// An exclusion that looks misspelt.
#[derive(Clone, Debug, PartialEq)]
pub struct MisspeltExclusion {
    /// Its index among the exclusions.
    pub place: usize,
    /// The exclusion.
    pub topic: Topic,
    /// The likely meaning.
    pub meant: Topic,
}

/// The estimate for one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicForecast {
    /// The topic.
    pub topic: Topic,
    /// Papers that match it, regardless of votes.
    pub matched: u32,
    /// Those that the subscription would have posted.
    pub papers: u32,
    /// Some of the concepts it includes, and how many more there are.
    pub takes_in: (Vec<String>, usize),
    /// The likely meaning, if it matched nothing and looks misspelt or is not in English.
    pub meant: Option<Topic>,
    /// Whether it is a known concept; if not, it may not be in English.
    pub is_known: bool,
}

impl Forecast {
    /// Counts from the lists from `first` to `last`. `found` has the day of each paper that would
    /// have been posted without a maximum.
    pub fn count(
        (first, last): (Date, Date),
        found: &[Date],
        (schedule, max_papers): (&Schedule, u32),
        now: Timestamp,
        topics: Vec<TopicForecast>,
    ) -> Forecast {
        let days = days_between(first, last) + 1;
        let (days_a_post, longest) = days_a_post(schedule, now);
        let mut forecast = Forecast {
            days,
            papers: found.len() as u32,
            days_a_post,
            is_daily: (0.9..1.5).contains(&days_a_post) && longest < 3.5,
            left_out_a_post: 0.0,
            topics,
            misspelt: Vec::new(),
        };
        let window = (days_a_post.round() as u32).max(1);
        let windows = days / window;
        forecast.left_out_a_post = match windows {
            // Too few days to tell, or several posts per day.
            0 | 1 => forecast.over(max_papers),
            _ if days_a_post < 0.9 => forecast.over(max_papers),
            _ => {
                let mut held: BTreeMap<u32, u32> = BTreeMap::new();
                // Windows end with the last day; days before the first whole window are ignored.
                let posts = found.iter().map(|date| days_between(*date, last) / window);
                posts.filter(|post| *post < windows).for_each(|post| {
                    *held.entry(post).or_default() += 1;
                });
                let over = held.values().map(|held| held.saturating_sub(max_papers));
                f64::from(over.sum::<u32>()) / f64::from(windows)
            }
        };
        forecast
    }

    /// Papers per day.
    pub fn a_day(&self) -> f64 {
        f64::from(self.papers) / f64::from(self.days.max(1))
    }

    /// Papers per post, before any is left out.
    pub fn a_post(&self) -> f64 {
        self.a_day() * self.days_a_post
    }

    fn over(&self, max_papers: u32) -> f64 {
        (self.a_post() - f64::from(max_papers)).max(0.0)
    }
}

fn days_between(from: Date, to: Date) -> u32 {
    let days = from.until(to).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}

/// The mean and the longest time between the next posts; a year if the schedule has no further
/// date.
fn days_a_post(schedule: &Schedule, now: Timestamp) -> (f64, f64) {
    const POSTS: usize = 15;
    const A_DAY: f64 = 24.0 * 60.0 * 60.0;
    let due = schedule.upcoming(now, POSTS);
    let between = due.windows(2).map(|pair| pair[0].duration_until(pair[1]).as_secs_f64() / A_DAY);
    match due.len() {
        0 | 1 => (365.0, 365.0),
        posts => (between.clone().sum::<f64>() / (posts - 1) as f64, between.fold(0.0, f64::max)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Zone;

    fn forecast(when: &str, max_papers: u32, found: &[i8]) -> Forecast {
        let schedule = Schedule { cron: when.parse().expect(when), zone: Zone::utc() };
        let day = |day: i8| Date::constant(2026, 5, day);
        let found: Vec<Date> = found.iter().map(|number| day(*number)).collect();
        let now = "2026-05-28T12:00:00Z".parse().expect("a time");
        Forecast::count((day(1), day(28)), &found, (&schedule, max_papers), now, Vec::new())
    }

    #[test]
    fn daily_posts_differ_from_as_many_on_one_day() {
        for (when, is_daily) in [
            ("09:00", true),
            ("09:00 mon-fri", true),
            ("09:00 tue-sat", true),
            ("09:00, 21:00", false),
            ("09:00 mon", false),
            ("0 9-15 * * 1", false),
            ("0 9 1 * *", false),
        ] {
            assert_eq!(forecast(when, 10, &[]).is_daily, is_daily, "{when}");
        }
    }

    #[test]
    fn papers_are_counted_by_day_and_by_post() {
        let check = |when: &str, max_papers: u32, found: &[i8], expected: [f64; 3]| {
            let forecast = forecast(when, max_papers, found);
            let counted = [forecast.a_day(), forecast.a_post(), forecast.left_out_a_post];
            let near = counted.iter().zip(expected).all(|(one, other)| (one - other).abs() < 0.01);
            assert!(near, "{when}, at most {max_papers}, {found:?}: {counted:?}");
            assert_eq!(forecast.days, 28);
        };
        let every_day: Vec<i8> = (1..=28).flat_map(|day| [day; 4]).collect();
        check("09:00", 10, &every_day, [4.0, 4.0, 0.0]);
        check("09:00", 3, &every_day, [4.0, 4.0, 1.0]);
        check("09:00 mon", 10, &every_day, [4.0, 28.0, 18.0]);
        check("09:00, 21:00", 1, &every_day, [4.0, 2.0, 1.0]);
        check("09:00", 10, &[], [0.0, 0.0, 0.0]);
        // Two per day would fit; twenty-eight on one day don't.
        check("09:00", 10, &[5; 28], [1.0, 1.0, 18.0 / 28.0]);
        check("0 9 1 * *", 10, &every_day, [4.0, 121.71, 111.71]);
    }
}
