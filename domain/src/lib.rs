//! The nouns and rules of paperboy: papers, topics, schedules, subscriptions, digests.
//!
//! Everything here is pure: no I/O, no clock; `now` is always an argument. A value that exists is
//! valid: each type has a single constructor (`parse` or `FromStr`), whose error describes the
//! problem as data. The texts for people are in `commands`.

mod accents;
mod calendar_words;
mod category;
mod configuration;
mod cron;
mod delivery;
mod destination;
mod digest;
mod excerpt;
mod expression;
mod feed;
mod forecast;
mod glossary;
mod guild_settings;
mod ids;
mod invisible;
mod language;
mod links;
mod paper;
mod paper_id;
mod period;
mod posting;
mod schedule;
mod selection;
mod shard;
mod strictness;
mod subscription;
mod topic;
mod topic_reason;
#[cfg(test)]
mod typed_tables;
mod word;
mod zone;

pub use accents::without_accents;
pub use calendar_words::{from_today, is_article, is_english_number, month, number_word, weekday};
pub use category::Category;
pub use configuration::{
    AuditEntry, ChangeKind, Configuration, ConfigurationChange, Setting, SettingChange, Values,
};
pub use cron::{Cron, CronError, CronField, CronProblem, Days, Timetable, When};
pub use delivery::{CATCH_UP, FailureReason, SlotState};
pub use destination::Destination;
pub use digest::{Candidate, Digest, Entry, PriorOutcome, TopicHit, Verdict};
pub use expression::{Expression, ExpressionError, Field, Name, Part};
pub use feed::feed_date;
pub use forecast::{Forecast, MisspeltExclusion, TopicForecast};
pub use glossary::in_english;
pub use guild_settings::GuildSettings;
pub use ids::{ChannelId, DraftId, GuildId, MessageId, RoleId, SubscriptionId, UserId};
pub use invisible::is_invisible;
pub use language::{Language, LanguageError};
pub use links::{Linked, Links, Repo};
pub use paper::{Paper, WebUrl};
pub use paper_id::{PaperId, PaperIdError};
pub use period::{Period, month_name};
pub use posting::{Form, Posting, PostingConflict};
pub use schedule::Schedule;
pub use selection::{Filters, PaperOrder, Requirement, Selection, Source};
pub use shard::Shard;
pub use strictness::{Strictness, StrictnessError};
pub use subscription::{MAX_PAPERS, Pause, Subscription, SubscriptionSettings, upcoming_posts};
pub use topic::{Topic, TopicError, TopicPlace, Topics};
pub use topic_reason::{PaperField, TopicReason};
pub use word::UnknownWord;
pub use zone::{Hints, WhyAsk, Zone, ZoneError};
