//! Requests the links of papers on the newest lists from the hub, a few at a time, because its
//! lists don't include them.

use domain::{Linked, Links, Repo, feed_date};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::app::App;
use crate::hub::{self, Card, HubError};
use crate::store::linked_repos;

/// Papers on the lists of this many days are covered: new papers get their models in this time.
const DAYS: i64 = 8;
/// The time between two requests for the same paper.
const AGAIN: SignedDuration = SignedDuration::from_hours(24);
/// The number of papers per run: a fifth of the hub's limit for five minutes.
const BATCH: u32 = 100;

/// Requests the links of some papers, one at a time, and stops if the hub doesn't respond.
///
/// # Errors
/// The store's.
pub async fn ask_for_links(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let since = feed_date(now).saturating_sub(DAYS.days());
    let before = now.saturating_sub(AGAIN)?;
    let papers =
        app.store.read(move |conn| linked_repos::to_ask(conn, since, before, BATCH)).await?;
    for id in papers {
        let found = match app.hub.paper(&id).await {
            Ok(card) => card.as_ref().map(links_of).unwrap_or_default(),
            // Keep the known links and ask again tomorrow.
            Err(HubError::Unreadable { what }) => {
                tracing::warn!(paper = %id, what, "cannot parse the links of a paper");
                let known = id.clone();
                app.store.read(move |conn| linked_repos::get(conn, &known)).await?
            }
            Err(error) => {
                tracing::debug!(paper = %id, %error, "could not read the links of a paper now");
                return Ok(());
            }
        };
        // The index picks this up at its next look at the store.
        app.store.write(move |tx| linked_repos::put(tx, &id, &found, now)).await?;
    }
    Ok(())
}

/// The links on a paper's page.
pub(crate) fn links_of(card: &Card) -> Links {
    let of = |kind, all: &[hub::Linked]| -> Vec<Linked> {
        let one = |one: &hub::Linked| Linked { kind, id: one.id.clone(), likes: one.likes };
        all.iter().map(one).collect()
    };
    let kinds =
        [(Repo::Model, &card.models), (Repo::Dataset, &card.datasets), (Repo::Space, &card.spaces)];
    Links {
        shown: kinds.into_iter().flat_map(|(kind, all)| of(kind, all)).collect(),
        models: card.total_models,
        datasets: card.total_datasets,
        spaces: card.total_spaces,
    }
}
