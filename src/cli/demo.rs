//! `paperboy demo`: placeholder module until the stand-in serves it.
use clap::Args;
#[derive(Args, Debug)]
pub(super) struct Demo {}
impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        anyhow::bail!("the demo is not built in")
    }
}
