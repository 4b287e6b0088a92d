//! How a subscription's posts are rendered, for messages that replace others.

use domain::{
    Digest, Entry, Form, Language, Paper, PaperId, Source, SubscriptionSettings, Topics, Verdict,
    feed_date,
};

use crate::app::App;
use crate::store::deliveries::Slot;
use crate::store::{self, papers, subscriptions};

/// What is needed to render a subscription's posts.
#[derive(Default)]
pub(super) struct Style {
    /// Its topics.
    pub(super) topics: Topics,
    /// Its list.
    pub(super) source: Source,
    /// The language of its posts.
    pub(super) language: Language,
    /// Their format.
    pub(super) form: Form,
}

/// The papers, and how their subscription's posts are rendered.
///
/// # Errors
/// The store's.
pub(super) async fn read(
    app: &App,
    slot: &Slot,
    ids: Vec<PaperId>,
) -> store::Result<(Vec<Paper>, Style)> {
    let subscription = slot.subscription;
    let read = move |conn: &rusqlite::Connection| {
        let subscription = subscriptions::by_id(conn, subscription)?;
        let style = subscription.map(|one| {
            let SubscriptionSettings { topics, selection, language, posting, .. } = one.settings;
            Style { topics, source: selection.source, language, form: posting.form }
        });
        Ok((papers::get_many(conn, &ids)?, style.unwrap_or_default()))
    };
    app.store.read(read).await
}

/// A post with these papers.
pub(super) fn post_of(slot: &Slot, papers: &[Paper]) -> Digest {
    let entry = |paper: &Paper| Entry { paper: paper.clone().into(), verdict: Verdict::In(None) };
    let chosen = papers.iter().map(entry).collect();
    Digest { date: feed_date(slot.due_at), chosen, left_out: Vec::new() }
}
