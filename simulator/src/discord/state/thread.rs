//! Threads: created from a message, without one, or as a forum post; archived and unarchived.

use serde_json::{Value, json};

use crate::discord::rest::error::{ApiError, FormErrors};
use crate::discord::state::channel::{Channel, Thread, kind};
use crate::discord::state::objects;
use crate::discord::state::permissions::{MANAGE_THREADS, SEND_MESSAGES_IN_THREADS};
use crate::discord::state::world::World;
use crate::discord::validate::{HAS_THREAD, list};

/// Allowed inactivity before a thread is archived, in minutes.
const ARCHIVE_MINUTES: [u64; 4] = [60, 1_440, 4_320, 10_080];
/// Three days, a channel's default.
const USUAL_ARCHIVE_MINUTES: u64 = 4_320;
const TAGS: usize = 5;
const NAME: usize = 100;

/// A thread to be created.
pub(crate) struct NewThread {
    /// The id of its starter message, or a new one.
    pub(crate) id: u64,
    pub(crate) parent: u64,
    pub(crate) kind: u8,
    pub(crate) owner: u64,
    pub(crate) tags: Vec<u64>,
}

/// Validates what all threads have: a name and an archive time.
pub(crate) fn check(body: &Value) -> Result<(), ApiError> {
    let mut errors = FormErrors::default();
    match body["name"].as_str() {
        Some(name) => errors.length("name", name, 1, NAME),
        None => errors.required("name"),
    }
    check_minutes(body, &mut errors);
    errors.into_result()
}

fn check_minutes(body: &Value, errors: &mut FormErrors) {
    let minutes = &body["auto_archive_duration"];
    if !minutes.is_null() && !minutes.as_u64().is_some_and(|one| ARCHIVE_MINUTES.contains(&one)) {
        let message = "Value must be one of (60, 1440, 4320, 10080).";
        errors.add("auto_archive_duration", "BASE_TYPE_CHOICES", message);
    }
}

/// The tags in `applied_tags`, all of which must exist in the forum.
pub(crate) fn tags(forum: &Channel, body: &Value) -> Result<Vec<u64>, ApiError> {
    let mut errors = FormErrors::default();
    let wanted = list(body, "applied_tags");
    if wanted.len() > TAGS {
        errors.add("applied_tags", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length.");
    }
    let mut found = Vec::new();
    for (at, tag) in wanted.iter().enumerate() {
        let id = tag.as_str().and_then(|id| id.parse::<u64>().ok());
        match id.filter(|id| forum.tags.iter().any(|(known, _)| known == id)) {
            Some(id) => found.push(id),
            None => errors.add(&format!("applied_tags.{at}"), "INVALID_TAG", "Unknown tag."),
        }
    }
    errors.into_result()?;
    if found.is_empty() && forum.tag_required {
        let message = "A tag is required to create a forum post in this channel";
        return Err(ApiError::new(400, 40067, message));
    }
    Ok(found)
}

impl World {
    /// Creates a thread, which the caller has authorized and [`check`] has validated.
    pub(crate) fn create_thread(&mut self, new: NewThread, body: &Value) {
        let guild = self.channels.get(&new.parent).and_then(|parent| parent.guild);
        let name = body["name"].as_str().unwrap_or_default();
        let mut channel = Channel::new(new.id, guild, name, new.kind, Some(new.parent));
        let now = self.clock.now();
        channel.thread = Some(Thread {
            owner: new.owner,
            created_at: now.clone(),
            archive_changed_at: now,
            archived: false,
            locked: false,
            archive_minutes: body["auto_archive_duration"]
                .as_u64()
                .unwrap_or(USUAL_ARCHIVE_MINUTES),
            tags: new.tags,
            messages: 0,
        });
        self.insert_channel(channel);
        if let Some(forum) = self.channels.get_mut(&new.parent).filter(|parent| parent.is_forum()) {
            // The last thread takes the place of the last message.
            forum.last_message = Some(new.id);
        }
        let Some(found) = self.channels.get(&new.id) else { return };
        let mut event = objects::channel(self, found);
        event["newly_created"] = json!(true);
        self.dispatch("THREAD_CREATE", guild, event);
        self.notify_page(json!({ "type": "world" }));
    }

    /// Attaches the thread to its starter message.
    pub(crate) fn attach_thread(&mut self, message: u64) {
        let Some(thread) = self.channels.get(&message) else { return };
        let object = objects::channel(self, thread);
        if let Some(found) = self.messages.get_mut(&message) {
            let flags = found.body["flags"].as_u64().unwrap_or_default();
            found.body["flags"] = json!(flags | HAS_THREAD);
            found.body["thread"] = object;
        }
        self.announce_as(message, "MESSAGE_UPDATE");
    }

    /// Archives or unarchives, locks or unlocks a thread.
    pub(crate) fn set_thread_state(&mut self, thread: u64, archived: bool, locked: bool) {
        let now = self.clock.now();
        let Some(found) = self.channels.get_mut(&thread).and_then(|one| one.thread.as_mut()) else {
            return;
        };
        if found.archived != archived {
            found.archive_changed_at = now;
        }
        (found.archived, found.locked) = (archived, locked);
        self.channel_changed("THREAD_UPDATE", thread);
    }

    /// Whether the bot may post in a thread; this unarchives the thread, unless a moderator has
    /// locked it.
    pub(crate) fn prepare_posting(&mut self, thread: u64, own: u64) -> Result<(), ApiError> {
        let found = self.channels.get(&thread).and_then(|channel| channel.thread.as_ref());
        let Some(found) = found else { return Ok(()) };
        if own & SEND_MESSAGES_IN_THREADS == 0 {
            return Err(ApiError::missing_permissions());
        }
        if found.locked && own & MANAGE_THREADS == 0 {
            return Err(if found.archived { archived() } else { locked() });
        }
        if found.archived {
            let stays_locked = found.locked;
            self.set_thread_state(thread, false, stays_locked);
        }
        Ok(())
    }

    /// Messages in an archived thread can't be edited or deleted.
    pub(crate) fn may_change_in(&self, channel: u64, own: u64) -> Result<(), ApiError> {
        match self.channels.get(&channel).and_then(|channel| channel.thread.as_ref()) {
            Some(thread) if thread.archived => Err(archived()),
            Some(thread) if thread.locked && own & MANAGE_THREADS == 0 => Err(locked()),
            _ => Ok(()),
        }
    }

    /// PATCH of a thread: name, archive, lock, tags.
    pub(crate) fn change_thread(
        &mut self,
        thread: u64,
        own: u64,
        body: &Value,
    ) -> Result<(), ApiError> {
        let Some(channel) = self.channels.get(&thread) else { return Ok(()) };
        let Some(found) = channel.thread.clone() else { return Ok(()) };
        let forum = channel.parent.and_then(|parent| self.channels.get(&parent));
        let manages = own & MANAGE_THREADS != 0;
        let opens = body["archived"] == false;
        if found.archived && !opens {
            return Err(archived());
        }
        let named = body.as_object().is_some_and(|map| map.keys().any(|key| key != "archived"));
        let own_thread = found.owner == self.bot;
        let locks = body["locked"].as_bool().is_some_and(|locked| locked != found.locked);
        let allowed = match (found.locked || locks, named || !opens) {
            (true, _) => manages,
            (false, true) => manages || own_thread,
            (false, false) => own & SEND_MESSAGES_IN_THREADS != 0,
        };
        if !allowed {
            return Err(ApiError::missing_permissions());
        }
        let mut errors = FormErrors::default();
        if let Some(name) = body["name"].as_str() {
            errors.length("name", name, 1, NAME);
        }
        check_minutes(body, &mut errors);
        errors.into_result()?;
        let tags = match forum.filter(|_| body["applied_tags"].is_array()) {
            Some(forum) => tags(forum, body)?,
            None => found.tags.clone(),
        };
        if let Some(channel) = self.channels.get_mut(&thread) {
            if let Some(name) = body["name"].as_str() {
                channel.name = name.to_owned();
            }
            if let Some(changed) = &mut channel.thread {
                changed.tags = tags;
                let minutes = body["auto_archive_duration"].as_u64();
                changed.archive_minutes = minutes.unwrap_or(changed.archive_minutes);
            }
        }
        let archived = body["archived"].as_bool().unwrap_or(found.archived);
        let locked = body["locked"].as_bool().unwrap_or(found.locked);
        self.set_thread_state(thread, archived, locked);
        Ok(())
    }
}

/// The default thread type below this channel.
pub(crate) fn public_kind(parent: &Channel) -> u8 {
    match parent.kind {
        kind::ANNOUNCEMENT => kind::ANNOUNCEMENT_THREAD,
        _ => kind::PUBLIC_THREAD,
    }
}

fn archived() -> ApiError {
    ApiError::new(400, 50083, "Thread is archived")
}

fn locked() -> ApiError {
    ApiError::new(400, 160_005, "Thread is locked")
}
