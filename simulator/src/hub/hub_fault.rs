//! Injected faults of the hub.

use std::collections::VecDeque;

use serde_json::Value;

/// A fault for the next requests. `times` is the number of requests it affects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HubFault {
    /// An error status with a JSON body.
    Status {
        /// The status code.
        status: u16,
        /// How many requests.
        times: u32,
    },
    /// 429.
    RateLimited {
        /// The `Retry-After` header in seconds, if any.
        retry_after: Option<u64>,
        /// Whether to include the `ratelimit` headers; a proxy in front of the hub sends none.
        headers: bool,
        /// How many requests.
        times: u32,
    },
    /// 200 with an HTML page.
    Html {
        /// How many requests.
        times: u32,
    },
    /// 200 with an empty body.
    Empty {
        /// How many requests.
        times: u32,
    },
    /// The correct response, truncated.
    Truncated {
        /// How many requests.
        times: u32,
    },
    /// The correct response, late.
    Delay {
        /// How late, in milliseconds.
        millis: u64,
        /// How many requests.
        times: u32,
    },
    /// Every connection is closed without a response, until cleared.
    Down,
    /// One field of every response is dropped or renamed, until cleared.
    Field {
        /// A JSON pointer into the response, with `*` for every item: `/*/paper/upvotes`.
        pointer: String,
        /// The new name; the field is dropped if absent.
        rename: Option<String>,
    },
    /// 200 with a well-formed list of more than 40 MB, sent in chunks.
    Huge {
        /// How many requests.
        times: u32,
    },
}

impl HubFault {
    fn times(&mut self) -> Option<&mut u32> {
        match self {
            HubFault::Status { times, .. }
            | HubFault::RateLimited { times, .. }
            | HubFault::Html { times }
            | HubFault::Empty { times }
            | HubFault::Truncated { times }
            | HubFault::Delay { times, .. }
            | HubFault::Huge { times } => Some(times),
            HubFault::Down | HubFault::Field { .. } => None,
        }
    }
}

/// The active faults.
#[derive(Debug, Default)]
pub(super) struct Faults {
    down: bool,
    fields: Vec<(String, Option<String>)>,
    queue: VecDeque<HubFault>,
}

impl Faults {
    pub(super) fn add(&mut self, fault: HubFault) {
        match fault {
            HubFault::Down => self.down = true,
            HubFault::Field { pointer, rename } => self.fields.push((pointer, rename)),
            counted => self.queue.push_back(counted),
        }
    }

    pub(super) fn is_down(&self) -> bool {
        self.down
    }

    /// The fault for the current request; it is counted as used.
    pub(super) fn take(&mut self) -> Option<HubFault> {
        while let Some(mut fault) = self.queue.pop_front() {
            let Some(times) = fault.times().filter(|times| **times > 0) else { continue };
            *times -= 1;
            if *times > 0 {
                self.queue.push_front(fault.clone());
            }
            return Some(fault);
        }
        None
    }

    /// Drops or renames the affected fields.
    pub(super) fn edit(&self, body: &mut Value) {
        for (pointer, rename) in &self.fields {
            let steps: Vec<&str> = pointer.split('/').skip(1).collect();
            change(body, &steps, rename.as_deref());
        }
    }
}

fn change(value: &mut Value, steps: &[&str], rename: Option<&str>) {
    match (value, steps) {
        (Value::Object(fields), [name]) => {
            if let (Some(old), Some(new)) = (fields.remove(*name), rename) {
                fields.insert(new.to_owned(), old);
            }
        }
        (Value::Array(items), ["*", rest @ ..]) => {
            items.iter_mut().for_each(|item| change(item, rest, rename));
        }
        (Value::Array(items), [index, rest @ ..]) => {
            if let Some(item) = index.parse().ok().and_then(|at: usize| items.get_mut(at)) {
                change(item, rest, rename);
            }
        }
        (Value::Object(fields), [name, rest @ ..]) => {
            if let Some(inner) = fields.get_mut(*name) {
                change(inner, rest, rename);
            }
        }
        _ => {}
    }
}
