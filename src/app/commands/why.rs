//! `/why`: reads the ledger for posted papers, and the next post for all others.

use std::collections::HashMap;

use commands::Reply;
use commands::preview::no_subscription;
use commands::subscription::remove::unknown;
use commands::why::{PaperOutcome, Request, paper_outcomes};
use domain::{Entry, Paper, PaperId, Source, Subscription};

use super::{Context, Result};
use crate::app::papers::hub_lookup::named;
use crate::app::{App, planned_post};
use crate::store::paper_history::{self, Posted};
use crate::store::subscriptions;

/// The maximum number of subscriptions explained: they fit one message and take a second or two.
const EXPLAINED: usize = 20;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let (Request { guild, paper, id }, now) = (request, context.now);
    let paper = named(app, &paper, now).await?;
    let read = app.store.read(move |conn| match id {
        Some(id) => Ok(subscriptions::get(conn, guild, id)?.into_iter().collect()),
        None => subscriptions::of_guild(conn, guild),
    });
    let mut all: Vec<Subscription> = read.await?;
    if all.is_empty() {
        return Err(id.map_or_else(no_subscription, unknown).into());
    }
    let more = all.len().saturating_sub(EXPLAINED);
    all.truncate(EXPLAINED);
    let (wanted, places) = (paper.id.clone(), all.clone());
    let known = app.store.read(move |conn| {
        let listed = paper_history::last_listed(conn, &wanted)?;
        let mut posted = HashMap::new();
        for one in places {
            let found = paper_history::posted(conn, one.settings.destination, &wanted)?;
            posted.extend(found.map(|found| (one.id, found)));
        }
        Ok((listed, posted))
    });
    let (listed, posted) = known.await?;
    let _turn = app.prepared.turn().await;
    let mut explained = Vec::with_capacity(all.len());
    for one in all {
        let outcome = match (posted.get(&one.id), listed) {
            (Some(posted), _) => {
                let Posted { at, message, by } = *posted;
                PaperOutcome::Posted { at, message, by: by.filter(|by| *by != one.id) }
            }
            (None, None) if one.settings.selection.source == Source::Daily => {
                PaperOutcome::NeverListed
            }
            (None, _) => next(app, context, &one, &paper).await?,
        };
        explained.push((one, outcome));
    }
    let language = context.language();
    Ok(context.reply(paper_outcomes(guild, &paper, listed, &explained, more, now, language)))
}

/// What the next post of a subscription does with a paper.
async fn next(
    app: &App,
    context: &Context,
    subscription: &Subscription,
    paper: &Paper,
) -> Result<PaperOutcome> {
    let digest = planned_post::next(app, subscription, context.now).await?;
    let blocked = planned_post::blocked(app, subscription).await?;
    let id: &PaperId = &paper.id;
    let mut entries = digest.chosen.into_iter().chain(digest.left_out);
    let found: Option<Entry> = entries.find(|entry| entry.paper.id == *id);
    Ok(match (found, subscription.settings.selection.source) {
        (Some(entry), _) => PaperOutcome::Next { entry: Box::new(entry), blocked },
        (None, Source::Daily) => PaperOutcome::TooOld,
        (None, source) => PaperOutcome::NotOn(source),
    })
}
