//! Identifies processes, and recognizes dead ones as far as this machine can tell.

use std::fs::read_to_string;
use std::hash::{BuildHasher, RandomState};

/// A process, with a globally unique name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    /// The host name.
    host: String,
    /// The kernel's boot id.
    boot: String,
    /// The PID namespace: a container has its own.
    namespace: String,
    /// The process id.
    id: u32,
    /// Its start time, in ticks since boot.
    started: String,
    /// Makes it unique if nothing else does.
    random: u32,
}

impl Process {
    /// The current process.
    pub(crate) fn this() -> Process {
        let line = |path: &str| {
            let text = read_to_string(path).unwrap_or_default();
            text.trim().replace('/', "_")
        };
        let namespace = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
        let id = std::process::id();
        Process {
            host: line("/proc/sys/kernel/hostname"),
            boot: line("/proc/sys/kernel/random/boot_id"),
            namespace: namespace.to_string_lossy().replace('/', "_"),
            id,
            started: started(id).unwrap_or_default(),
            random: RandomState::new().hash_one(id) as u32,
        }
    }

    /// Its name.
    pub(super) fn name(&self) -> String {
        let Process { host, boot, namespace, id, started, random } = self;
        format!("{host}/{boot}/{namespace}/{id}/{started}/{random:08x}")
    }

    /// A name in words, for the operator.
    pub(crate) fn described(name: &str) -> String {
        match name.split('/').collect::<Vec<_>>()[..] {
            [host, _, _, id, _, _] if !host.is_empty() => format!("process {id} on {host}"),
            _ => "another process".to_owned(),
        }
    }

    /// Whether the named process is definitely dead: it ran on this machine before its last boot,
    /// or no process with its id and start time exists. A process on another machine or in another
    /// container may be alive.
    pub(crate) fn is_known_dead(&self, name: &str) -> bool {
        let parts: Vec<&str> = name.split('/').collect();
        let [host, boot, namespace, id, was_started, _] = parts[..] else { return false };
        let is_known = !host.is_empty() && !boot.is_empty() && !was_started.is_empty();
        if !is_known || host != self.host || self.boot.is_empty() {
            return false;
        }
        if boot != self.boot {
            return true;
        }
        match id.parse() {
            Ok(id) if namespace == self.namespace && !namespace.is_empty() => {
                started(id).is_none_or(|started| started != was_started)
            }
            _ => false,
        }
    }
}

/// When a process started; `None` if it doesn't exist.
fn started(id: u32) -> Option<String> {
    let stat = read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The second field, the program's name in parentheses, can contain anything.
    let after = stat.rsplit_once(')')?.1;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let has_ended = matches!(*fields.first()?, "Z" | "X");
    (!has_ended).then(|| fields.get(19).map(|started| (*started).to_owned())).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dead_processes_of_this_machine_are_recognized() {
        let this = Process::this();
        let with = |change: &dyn Fn(&mut Process)| {
            let mut other = this.clone();
            change(&mut other);
            this.is_known_dead(&other.name())
        };
        assert!(!with(&|_| {}), "we live");
        if this.boot.is_empty() {
            // Not every system has /proc.
            return;
        }
        assert!(with(&|other| other.started = "1".to_owned()), "another took its number");
        assert!(with(&|other| other.id = 4_194_305), "no process has this number");
        assert!(with(&|other| other.boot = "before".to_owned()), "the machine was started since");
        assert!(!with(&|other| other.host = "elsewhere".to_owned()));
        assert!(!with(&|other| other.namespace = "pid:[1]".to_owned()));
        for name in ["", "another", "process 7 (00000001)", "a/b/c/d/e/f/g"] {
            assert!(!this.is_known_dead(name), "{name}");
        }
    }
}
