//! `paperboy model`: downloads and checks sentence encoders.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use search::Encoder;

use super::{model_folder, say};
use crate::config::{DataSettings, HubArgs, ModelSettings};
use crate::hub::{
    MODELS, NAMED, Pins, PublishedModel, describe, download, is_repository, use_model,
};

/// The delay before a broken download is resumed; it doubles each time.
const RETRY_BASE: Duration = Duration::from_secs(1);
/// Two sentences that a working model finds similar, and one that it finds different.
const ALIKE: [&str; 2] =
    ["A robot learns to walk from videos.", "Learning locomotion for robots by watching clips."];
const UNLIKE: &str = "Proteins fold in water within milliseconds.";
/// The length of the text used to measure speed, about that of an abstract.
const ABSTRACT_WORDS: usize = 180;

#[derive(Args, Debug)]
pub(super) struct Model {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Download a model into the data folder; an interrupted download is resumed
    Fetch {
        /// A name from `paperboy model list`, or OWNER/NAME of any supported model on the Hub
        #[arg(default_value = MODELS[0].name)]
        name: String,
        #[command(flatten)]
        data: DataSettings,
        #[command(flatten)]
        hub: HubArgs,
    },
    /// List the models that can be downloaded, and the one in use
    List {
        #[command(flatten)]
        data: DataSettings,
        #[command(flatten)]
        model: ModelSettings,
    },
    /// Check that a model is complete and gives sensible results, and measure its speed
    Check {
        /// A model's folder [default: the one in use]
        folder: Option<PathBuf>,
        #[command(flatten)]
        data: DataSettings,
        #[command(flatten)]
        model: ModelSettings,
    },
}

impl Model {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self.action {
            Action::Fetch { name, data, hub } => fetch(&name, &data, &hub).await,
            Action::List { data, model } => {
                list(&data, &model);
                Ok(())
            }
            Action::Check { folder, data, model } => {
                let folder = folder.or_else(|| model_folder(&data, &model));
                check(&folder.context(
                    "no model found: run `paperboy model fetch`, or give a model's folder",
                )?)
            }
        }
    }
}

async fn fetch(asked: &str, data: &DataSettings, hub: &HubArgs) -> anyhow::Result<()> {
    // Report an invalid address before any request.
    super::hub(hub)?;
    let (name, model, license) = match wanted(asked)? {
        Wanted::Known(model) => (model.name.to_owned(), model.snapshot(), Some(model.license)),
        Wanted::Elsewhere { name, repository, license } => {
            (name, describe(&hub.hub_url, &repository).await?, license)
        }
    };
    super::database::create_folder(&data.data_dir)?;
    let folder = data.models().join(&name);
    let style =
        "{wide_bar} {binary_bytes}/{binary_total_bytes}  {binary_bytes_per_sec}  {eta} left";
    let bar = ProgressBar::new(model.bytes())
        .with_style(ProgressStyle::with_template(style).context("the progress bar's template")?);
    // Find out whether the model is supported before downloading its weights.
    let small = model.without_weights();
    for part in [&small, &model] {
        download(&hub.hub_url, part, &folder, RETRY_BASE, |done| bar.set_position(done)).await?;
        Encoder::check(&folder).with_context(|| format!("cannot use {name}"))?;
    }
    bar.finish_and_clear();
    if MODELS.iter().all(|known| known.name != name) {
        model.pin(&folder)?;
    }
    use_model(&data.models(), &name)?;
    let license = license.unwrap_or("see its page on the hub for the license");
    say(format_args!(
        "{name} is in {} ({} MB, {license}). The next start uses it; papers are encoded \
         while the bot runs, or immediately by `paperboy sync`.",
        folder.display(),
        model.bytes() / 1_000_000,
    ));
    Ok(())
}

/// A requested model.
enum Wanted {
    Known(&'static PublishedModel),
    /// The hub knows which files it has.
    Elsewhere {
        name: String,
        repository: String,
        license: Option<&'static str>,
    },
}

fn wanted(asked: &str) -> anyhow::Result<Wanted> {
    let known = MODELS.iter().find(|model| asked == model.name || asked == model.repository);
    if let Some(model) = known {
        return Ok(Wanted::Known(model));
    }
    if let Some(model) = NAMED.iter().find(|one| asked == one.name || asked == one.repository) {
        return Ok(Wanted::Elsewhere {
            name: model.name.to_owned(),
            repository: model.repository.to_owned(),
            license: Some(model.license),
        });
    }
    if is_repository(asked) {
        let name = asked.replace('/', "--");
        return Ok(Wanted::Elsewhere { name, repository: asked.to_owned(), license: None });
    }
    let known = MODELS.iter().map(|model| model.name).chain(NAMED.iter().map(|model| model.name));
    bail!(
        "unknown model `{asked}`. Known names are {}; for any other, give OWNER/NAME \
         as on the Hub",
        known.collect::<Vec<_>>().join(", ")
    )
}

fn list(data: &DataSettings, settings: &ModelSettings) {
    let used = model_folder(data, settings);
    for model in MODELS {
        let folder = data.models().join(model.name);
        let missing = model.missing(&folder).len();
        let state = match missing {
            _ if used.as_ref() == Some(&folder) => "used".to_owned(),
            0 => "fetched".to_owned(),
            missing if missing == model.files.len() => "not fetched".to_owned(),
            missing => format!("{missing} of {} files missing", model.files.len()),
        };
        let megabytes = model.bytes() / 1_000_000;
        line(
            model.name,
            model.dimensions,
            megabytes,
            model.license,
            &state,
            "English, small, fast",
        );
    }
    for model in NAMED {
        let folder = data.models().join(model.name);
        let state = match Pins::of(&folder).map(|pins| pins.missing(&folder).len()) {
            _ if used.as_ref() == Some(&folder) => "used".to_owned(),
            Some(0) => "fetched".to_owned(),
            Some(missing) => format!("{missing} files missing"),
            None => "not fetched".to_owned(),
        };
        line(model.name, model.dimensions, model.megabytes, model.license, &state, model.about);
    }
    for folder in others(&data.models()) {
        let Some(pins) = Pins::of(&folder) else { continue };
        let state = if used.as_ref() == Some(&folder) { "used" } else { "fetched" };
        say(format_args!("{} {} MB, {state}", pins.repository, pins.bytes() / 1_000_000));
    }
    say("Any other supported model: `paperboy model fetch OWNER/NAME`.");
    match used {
        Some(folder) => say(format_args!("In use: {}", folder.display())),
        None => say("No model in use: papers are matched by words and word vectors."),
    }
}

fn line(name: &str, dimensions: usize, megabytes: u64, license: &str, state: &str, about: &str) {
    say(format_args!(
        "{name:<38} {dimensions:>4} dimensions {megabytes:>4} MB  {license:<11} {state:<12} {about}"
    ));
}

/// The folders of models downloaded by OWNER/NAME, in order.
fn others(models: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(models).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.retain(|folder| {
        let name = folder.file_name().unwrap_or_default();
        NAMED.iter().all(|model| name != model.name) && folder.is_dir()
    });
    folders.sort();
    folders
}

fn check(folder: &Path) -> anyhow::Result<()> {
    let name = folder.file_name().unwrap_or_default();
    if let Some(model) = MODELS.iter().find(|model| name == model.name) {
        check_files(model, folder)?;
    } else if let Some(pins) = Pins::of(folder) {
        match pins.changed(folder)? {
            changed if changed.is_empty() => say("all files are unchanged since the download"),
            changed => say(format_args!("changed since the download: {}", changed.join(", "))),
        }
    }
    let encoder = Encoder::open(folder)?;
    say(format_args!("{}: {} dimensions", encoder.name(), encoder.dimensions()));
    let [one, other] = ALIKE.map(|text| encoder.encode(text));
    let (near, far) = (one.cosine(&other), one.cosine(&encoder.encode(UNLIKE)));
    say(format_args!(
        "similarity of two sentences with the same meaning: {near:.2}; with different meanings: {far:.2}"
    ));
    if near <= far {
        bail!("the model can't tell different sentences apart, so it is not a sentence encoder");
    }
    let words: Vec<&str> =
        ALIKE.iter().flat_map(|text| text.split(' ')).cycle().take(ABSTRACT_WORDS).collect();
    let text = words.join(" ");
    let (begun, mut count) = (Instant::now(), 0);
    while begun.elapsed() < Duration::from_secs(2) {
        encoder.encode(&text);
        count += 1;
    }
    let rate = f64::from(count) / begun.elapsed().as_secs_f64();
    say(format_args!("{rate:.0} abstracts per second on one core"));
    Ok(())
}

fn check_files(model: &PublishedModel, folder: &Path) -> anyhow::Result<()> {
    let missing = model.missing(folder);
    if !missing.is_empty() {
        bail!(
            "{}: {} missing or of the wrong size; `paperboy model fetch` downloads missing files",
            folder.display(),
            missing.join(", ")
        );
    }
    match model.changed(folder)? {
        changed if changed.is_empty() => say("all files are as published"),
        // A newer revision or a custom model; it may still work.
        changed => say(format_args!("different from the published files: {}", changed.join(", "))),
    }
    Ok(())
}
