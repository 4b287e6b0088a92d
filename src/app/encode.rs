//! Giving papers and topics their vectors while the bot runs, behind everything else.

use std::num::NonZero;
use std::time::{Duration, Instant};

use super::App;
use super::deliver::Stop;
use super::model::Encoding;
use crate::store::{self, subscriptions};

/// The log tells the progress so often.
const TELL: Duration = Duration::from_secs(30);

/// Encodes what is new: the topics of all subscriptions, then, if this process delivers, all
/// papers that lack a vector. Meanwhile papers are found by words, or by the model before.
///
/// # Errors
/// The store's; what is stored by then stays.
pub async fn encode_new(app: &App, stop: &Stop) -> anyhow::Result<()> {
    let Some(model) = app.library.wanted() else { return Ok(()) };
    read_all_topics(app).await?;
    if app.duty.is_on() {
        let mut encoding = Encoding::new(app.library.store(), model, NonZero::<usize>::MIN).await?;
        let (begun, mut told) = (Instant::now(), Instant::now());
        while encoding.go_on().await? {
            app.library.follow().await?;
            if *stop.borrow() || !app.duty.is_on() {
                return Ok(());
            }
            if told.elapsed() > TELL {
                told = Instant::now();
                let (done, of) = encoding.progress();
                let per_second = (done as f64 / begun.elapsed().as_secs_f64()).round();
                tracing::info!(done, of, per_second, "encoding papers");
            }
        }
        app.library.settle().await?;
    }
    Ok(())
}

/// Reads the topics of all subscriptions, so that no post waits for it.
async fn read_all_topics(app: &App) -> store::Result<()> {
    let topics = app.store.read(subscriptions::all_topics).await?;
    app.library.read_topics(topics).await;
    Ok(())
}
