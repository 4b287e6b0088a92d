//! The exit codes of failures, by which a supervisor knows whether to start the bot again.

use std::error::Error;
use std::fmt;

use crate::app::failure::{Failure, classify};
use crate::store::StoreError;

/// Most failures: another try may succeed.
pub(super) const FAILED: u8 = 1;
/// Invalid arguments or variables; also a failure of a command whose exit code 1 is an answer.
pub(super) const INVALID: u8 = 2;
/// The bot can't run until a setting, the token or the database is changed, so starting it again
/// doesn't help: `EX_CONFIG` of `sysexits.h`.
pub(super) const MISCONFIGURED: u8 = 78;

/// A failure caused by a setting.
#[derive(Debug)]
struct Misconfigured(anyhow::Error);

impl fmt::Display for Misconfigured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Misconfigured {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// Marks the failure of a step that depends on the settings. What the database or Discord may
/// resolve stays as it is.
pub(super) fn misconfigured(error: anyhow::Error) -> anyhow::Error {
    match classify(&error) {
        Failure::Lasting => Misconfigured(error).into(),
        Failure::Final | Failure::Passing => error,
    }
}

/// The exit code of the bot after a failure.
pub(super) fn of_bot(error: &anyhow::Error) -> u8 {
    // The next start can use a file that was replaced, and checks one that seems damaged.
    let is_final = classify(error) == Failure::Final && !error.is::<StoreError>();
    match is_final || error.is::<Misconfigured>() {
        true => MISCONFIGURED,
        false => FAILED,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use anyhow::anyhow;

    use super::*;
    use crate::app::failure::sentence;
    use crate::discord::{DiscordError, GatewayError};
    use crate::store::OpenError;

    #[test]
    fn only_failures_that_last_keep_a_supervisor_from_another_try() {
        let path = PathBuf::from("/db");
        let check = |error: anyhow::Error, expected| {
            assert_eq!(of_bot(&error), expected, "{error:#}");
        };
        check(misconfigured(anyhow!("no such table").context("cannot use it")), MISCONFIGURED);
        check(DiscordError::Unauthorized.into(), MISCONFIGURED);
        check(GatewayError::Unauthorized.into(), MISCONFIGURED);
        check(GatewayError::Closed { code: 4014 }.into(), MISCONFIGURED);
        check(OpenError::Foreign(path.clone()).into(), MISCONFIGURED);
        check(OpenError::NotWritable(path.clone()).into(), MISCONFIGURED);
        let damaged = OpenError::Damaged { path: path.clone(), problem: "it is".to_owned() };
        check(damaged.into(), MISCONFIGURED);
        check(OpenError::Newer { path: path.clone(), found: 9, known: 8 }.into(), MISCONFIGURED);
        check(OpenError::Busy(path.clone()).into(), FAILED);
        check(OpenError::Full(path.clone()).into(), FAILED);
        check(misconfigured(OpenError::Full(path).into()), FAILED);
        check(StoreError::Replaced { path: "/db".into() }.into(), FAILED);
        check(anyhow!("a task panicked"), FAILED);
        let whole = misconfigured(anyhow!("no such file").context("cannot use the table"));
        assert_eq!(sentence(&whole), "cannot use the table: no such file");
    }
}
