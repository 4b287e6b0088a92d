//! `paperboy model`: sentence encoders, so that search and topics go by meaning, too.

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

/// The wait before a download that broke off goes on; it doubles each time.
const RETRY_BASE: Duration = Duration::from_secs(1);
/// Sentences that a sound model finds alike, and one that it finds unlike both.
const ALIKE: [&str; 2] =
    ["A robot learns to walk from videos.", "Learning locomotion for robots by watching clips."];
const UNLIKE: &str = "Proteins fold in water within milliseconds.";
/// What is encoded to tell the speed: about as long as an abstract.
const ABSTRACT_WORDS: usize = 180;

#[derive(Args, Debug)]
pub(super) struct Model {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Fetch a model into the data folder: once, checked, and taken up where it broke off
    Fetch {
        /// A name from `paperboy model list`, or any supported model's OWNER/NAME on the hub
        #[arg(default_value = MODELS[0].name)]
        name: String,
        #[command(flatten)]
        data: DataSettings,
        #[command(flatten)]
        hub: HubArgs,
    },
    /// List the models that can be fetched, and the one that is used
    List {
        #[command(flatten)]
        data: DataSettings,
        #[command(flatten)]
        model: ModelSettings,
    },
    /// Look whether a model is whole, can be read and makes sense, and how fast it is
    Check {
        /// A model's folder [default: the one that is used]
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
                    "there is no model yet: `paperboy model fetch` gets one, or name its folder",
                )?)
            }
        }
    }
}

async fn fetch(asked: &str, data: &DataSettings, hub: &HubArgs) -> anyhow::Result<()> {
    // What is wrong with the address is said before anything is asked.
    super::hub(hub)?;
    let (name, model, licence) = match wanted(asked)? {
        Wanted::Known(model) => (model.name.to_owned(), model.snapshot(), Some(model.licence)),
        Wanted::Elsewhere { name, repository, licence } => {
            (name, describe(&hub.hub_url, &repository).await?, licence)
        }
    };
    let folder = data.models().join(&name);
    let style =
        "{wide_bar} {binary_bytes}/{binary_total_bytes}  {binary_bytes_per_sec}  {eta} left";
    let bar = ProgressBar::new(model.bytes())
        .with_style(ProgressStyle::with_template(style).context("the progress bar's template")?);
    // What cannot be used is found out before its weights are fetched.
    let small = model.without_weights();
    for part in [&small, &model] {
        download(&hub.hub_url, part, &folder, RETRY_BASE, |done| bar.set_position(done)).await?;
        Encoder::check(&folder).with_context(|| format!("{name} cannot be used"))?;
    }
    bar.finish_and_clear();
    if MODELS.iter().all(|known| known.name != name) {
        model.pin(&folder)?;
    }
    use_model(&data.models(), &name)?;
    let licence = licence.unwrap_or("licence: see its page on the hub");
    say(format_args!(
        "{name} is in {} ({} MB, {licence}). It is used from the next start on; papers are encoded \
         while the bot runs, or at once by `paperboy sync`.",
        folder.display(),
        model.bytes() / 1_000_000,
    ));
    Ok(())
}

/// A model that somebody wants.
enum Wanted {
    Known(&'static PublishedModel),
    /// What its files are, the hub knows.
    Elsewhere {
        name: String,
        repository: String,
        licence: Option<&'static str>,
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
            licence: Some(model.licence),
        });
    }
    if is_repository(asked) {
        let name = asked.replace('/', "--");
        return Ok(Wanted::Elsewhere { name, repository: asked.to_owned(), licence: None });
    }
    let known = MODELS.iter().map(|model| model.name).chain(NAMED.iter().map(|model| model.name));
    bail!(
        "there is no model `{asked}` to fetch. Known by name are {}; fetch any other by its address \
         on the hub, OWNER/NAME",
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
            model.licence,
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
        line(model.name, model.dimensions, model.megabytes, model.licence, &state, model.about);
    }
    for folder in others(&data.models()) {
        let Some(pins) = Pins::of(&folder) else { continue };
        let state = if used.as_ref() == Some(&folder) { "used" } else { "fetched" };
        say(format_args!("{} {} MB, {state}", pins.repository, pins.bytes() / 1_000_000));
    }
    say("Any other supported model: `paperboy model fetch OWNER/NAME`.");
    match used {
        Some(folder) => say(format_args!("In use: {}", folder.display())),
        None => say("No model is in use: papers are found by words and phrases."),
    }
}

fn line(name: &str, dimensions: usize, megabytes: u64, licence: &str, state: &str, about: &str) {
    say(format_args!(
        "{name:<38} {dimensions:>4} dimensions {megabytes:>4} MB  {licence:<11} {state:<12} {about}"
    ));
}

/// The folders of models fetched by their addresses, in order.
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
            changed if changed.is_empty() => say("every file is as it was fetched"),
            changed => say(format_args!("not as fetched: {}", changed.join(", "))),
        }
    }
    let encoder = Encoder::open(folder)?;
    say(format_args!("{}: {} dimensions", encoder.name(), encoder.dimensions()));
    let [one, other] = ALIKE.map(|text| encoder.encode(text));
    let (near, far) = (one.cosine(&other), one.cosine(&encoder.encode(UNLIKE)));
    say(format_args!("two sentences that mean the same: {near:.2}; two that do not: {far:.2}"));
    if near <= far {
        bail!("the model finds sentences alike that are not: it is no sentence encoder");
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
    say(format_args!("{rate:.0} abstracts a second on one core"));
    Ok(())
}

fn check_files(model: &PublishedModel, folder: &Path) -> anyhow::Result<()> {
    let missing = model.missing(folder);
    if !missing.is_empty() {
        bail!(
            "{} lacks {}, or has it in another size; `paperboy model fetch` gets what is missing",
            folder.display(),
            missing.join(", ")
        );
    }
    match model.changed(folder)? {
        changed if changed.is_empty() => say("every file is as it was published"),
        // A newer revision, or one of one's own: it may work all the same.
        changed => say(format_args!("not as published: {}", changed.join(", "))),
    }
    Ok(())
}
