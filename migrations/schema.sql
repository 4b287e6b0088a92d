create table activity (
    id integer primary key not null check (id = 1),
    sends integer not null,
    heard_at integer
) strict;

create table audit (
    id integer primary key not null,
    guild_id integer not null references guild on delete cascade,
    user_id integer not null,
    at integer not null,
    -- The command that made the change: `subscription edit`.
    command text not null,
    kind text not null,
    subscription_id integer,
    -- Setting, old value and new value, as a JSON array of arrays.
    changes text not null
) strict;

create index audit_of_age on audit (at);

create index audit_of_guild on audit (guild_id, id);

create table command_id (
    application_id integer not null,
    name text not null,
    id integer not null,
    primary key (application_id, name)
) strict, without rowid;

create table config_import (
    key integer primary key not null,
    guild_id integer not null references guild on delete cascade,
    user_id integer not null,
    file text not null,
    -- The configuration it was compared with.
    compared_with text not null,
    at integer not null
) strict;

create index config_import_of_age on config_import (at);

create index config_import_of_guild on config_import (guild_id);

create table destination (
    id integer primary key not null,
    kind text not null check (kind in ('channel', 'thread', 'forum', 'direct message')),
    guild_id integer references guild on delete cascade,
    -- Of direct messages: the channel that Discord opened for them, once it is known.
    channel_id integer unique,
    user_id integer unique,
    blocked_reason text,
    blocked_since integer,
    notified_at integer,
    notice_tried_at integer,
    doubtful_since integer, notice_begun_at integer, name text, unused_since integer,
    check ((kind = 'direct message') = (user_id is not null)),
    check ((user_id is null) = (guild_id is not null)),
    check (user_id is not null or channel_id is not null)
) strict;

create index destination_of_guild on destination (guild_id) where guild_id is not null;

create table draft (
    -- A number is never given twice: old messages have buttons with it.
    id integer primary key autoincrement not null,
    guild_id integer not null references guild on delete cascade,
    user_id integer not null,
    -- None for a new one.
    subscription_id integer references subscription on delete set null,
    -- What the subscription was when the draft was begun, written like the state.
    opened_with text,
    state text not null,
    changed_at integer not null,
    tested_at integer
) strict;

create index draft_of_age on draft (changed_at);

create index draft_of_guild on draft (guild_id);

create table "guild" (
    guild_id integer primary key not null,
    name text not null,
    seen_at integer not null,
    removed_at integer
) strict;

create table guild_settings (
    guild_id integer primary key not null references guild on delete cascade,
    zone text,
    time text,
    language text
, log_channel integer, manager_role integer, commands_per_minute integer
    check (commands_per_minute between 1 and 60)) strict;

create table lease (
    name text primary key not null,
    holder text not null,
    until integer not null
) strict, without rowid;

create table "ledger" (
    destination_id integer not null references destination on delete cascade,
    paper_id text not null,
    part_id integer references part on delete set null,
    position integer,
    state text not null check (state in ('posted', 'found', 'assumed')),
    at integer not null,
    primary key (destination_id, paper_id)
) strict, without rowid;

create index ledger_of_part on ledger (part_id) where part_id is not null;

create table linked (
    paper_id text not null references paper on delete cascade,
    position integer not null,
    kind text not null check (kind in ('model', 'dataset', 'Space')),
    name text not null,
    likes integer not null,
    primary key (paper_id, position)
) strict, without rowid;

create table list (
    date text primary key not null,
    fetched_at integer not null,
    etag text
, content text not null default '', same_since integer not null default 0) strict, without rowid;

create table listing (
    date text not null references list,
    paper_id text not null references paper,
    primary key (date, paper_id)
) strict, without rowid;

create table model (
    id integer primary key not null,
    name text not null unique,
    folder text not null
) strict;

create table paper (
    id text primary key not null,
    title text not null,
    summary text not null,
    ai_summary text,
    keywords text not null,
    authors text not null,
    organization text,
    published_at integer,
    upvotes integer not null,
    comments integer not null,
    thumbnail text,
    github text,
    github_stars integer,
    project text,
    first_seen_at integer not null,
    changed_at integer not null
, change integer not null default 0, models integer not null default 0, datasets integer not null default 0, spaces integer not null default 0, linked_at integer) strict;

create index paper_of_change on paper (change);

create table part (
    id integer primary key not null,
    slot_id integer not null references slot on delete cascade,
    number integer not null,
    nonce text not null unique,
    body text not null,
    state text not null check (state in ('claimed', 'sending', 'sent', 'failed')),
    reason text,
    message_id integer,
    claimed_at integer not null,
    sending_at integer,
    finished_at integer, votes_edited_at integer, unclear integer not null default 0, tried_at integer, kind text not null default 'message'
    check (kind in ('message', 'post', 'thread', 'publish')), parent integer, bears integer not null default 1, line text, opened_id integer, channel_id integer,
    unique (slot_id, number),
    check ((state in ('sent', 'failed')) = (finished_at is not null)),
    check ((state = 'sent') = (message_id is not null)),
    check ((state = 'failed') = (reason is not null)),
    check (state <> 'claimed' or sending_at is null),
    check (state not in ('sending', 'sent') or sending_at is not null)
) strict;

create index part_to_renew on part (finished_at) where state = 'sent' and votes_edited_at is null;

create index part_with_body on part (finished_at) where finished_at is not null and body <> '';

create table passed_over (
    subscription_id integer not null references subscription on delete cascade,
    paper_id text not null,
    slot_id integer references slot on delete set null,
    at integer not null,
    primary key (subscription_id, paper_id)
) strict, without rowid;

create index passed_over_of_slot on passed_over (slot_id) where slot_id is not null;

create table "processed_interaction" (
    interaction_id integer primary key not null,
    at integer not null
) strict;

create table search (
    key integer primary key not null,
    state text not null,
    at integer not null
) strict;

create index search_of_age on search (at);

create table "slot" (
    id integer primary key not null,
    subscription_id integer not null references subscription on delete cascade,
    destination_id integer not null references destination on delete cascade,
    due_at integer not null,
    state text not null
        check (state in ('claimed', 'sent', 'nothing new', 'failed', 'skipped')),
    reason text,
    late integer not null check (late in (0, 1)),
    created_at integer not null,
    finished_at integer,
    unique (subscription_id, due_at),
    check ((state = 'claimed') = (finished_at is null))
) strict;

create index slot_of_age on slot (due_at) where state <> 'claimed';

create index slot_of_destination on slot (destination_id);

create index slot_unfinished on slot (id) where state = 'claimed';

create table "subscription" (
    id integer primary key autoincrement not null,
    -- None: a person's own.
    guild_id integer references guild on delete cascade,
    destination_id integer not null references destination on delete cascade,
    created_by integer not null,
    cron text not null,
    zone text not null,
    min_upvotes integer not null,
    max_papers integer not null,
    strictness text not null default 'normal'
        check (strictness in ('loose', 'normal', 'strict')),
    since text not null,
    next_due integer,
    created_at integer not null,
    removed integer not null default 0 check (removed in (0, 1)), language text not null default 'en', paused_at integer, resume_at integer, source text not null default 'daily', paper_order text not null default 'list', has_code integer not null default 0, has_model integer not null default 0, has_dataset integer not null default 0, form text not null default 'digest', role_id integer, silent integer not null default 0, publish integer not null default 0, own_language integer not null default 0,
    check (removed = 0 or next_due is null)
) strict;

create index subscription_due on subscription (next_due) where next_due is not null;

create index subscription_of_destination on subscription (destination_id);

create index subscription_of_guild on subscription (guild_id) where guild_id is not null;

create table topic (
    subscription_id integer not null references subscription on delete cascade,
    position integer not null,
    kind text not null check (kind in ('wanted', 'excluded')),
    text text not null,
    primary key (subscription_id, position)
) strict, without rowid;

create table trending (
    paper_id text primary key not null references paper on delete cascade,
    place integer not null,
    read_at integer not null
) strict, without rowid;

create table vector (
    id integer primary key autoincrement not null,
    model_id integer not null references model on delete cascade,
    paper_id text not null references paper on delete cascade,
    value blob not null,
    unique (model_id, paper_id)
) strict;

create index vector_of_paper on vector (paper_id);

create table vote (
    paper_id text not null references paper on delete cascade,
    at integer not null,
    upvotes integer not null,
    primary key (paper_id, at)
) strict, without rowid;

create index vote_of_age on vote (at);

create table welcome (
    guild_id integer primary key not null references guild on delete cascade,
    joined_at integer not null,
    -- Where; none once it is done, or if there is nowhere.
    channel_id integer,
    language text not null,
    tried_at integer
) strict;

create index welcome_waiting on welcome (guild_id) where channel_id is not null;
