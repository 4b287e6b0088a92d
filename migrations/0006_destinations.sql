-- Tables are called what Discord calls their rows.
alter table server rename to guild;
alter table handled rename to processed_interaction;
alter table part rename column renewed_at to votes_edited_at;

-- Where posts go, and what keeps them from there. The ledger and the slots hang on this table, so
-- that a new kind of destination is a new value here.
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
    doubtful_since integer,
    check ((kind = 'direct message') = (user_id is not null)),
    check ((user_id is null) = (guild_id is not null)),
    check (user_id is not null or channel_id is not null)
) strict;

create index destination_of_guild on destination (guild_id) where guild_id is not null;

-- Which of them are threads is not known here: it is noted with the next subscription there.
insert into destination (
    kind, guild_id, channel_id, blocked_reason, blocked_since, notified_at, notice_tried_at,
    doubtful_since
)
    select 'channel', guild_id, channel_id, trouble, trouble_since, told_at, notice_tried_at,
        doubtful_since
    from channel order by channel_id;

create table new_subscription (
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
    removed integer not null default 0 check (removed in (0, 1)),
    check (removed = 0 or next_due is null)
) strict;

insert into new_subscription
    select subscription.id, subscription.guild_id, destination.id, created_by, cron, zone,
        min_upvotes, max_papers, strictness, since, next_due, created_at, removed
    from subscription join destination using (channel_id);
-- Numbers are never given twice, not even those of subscriptions that are deleted.
delete from sqlite_sequence where name = 'new_subscription';
insert into sqlite_sequence
    select 'new_subscription', seq from sqlite_sequence where name = 'subscription';
drop table subscription;
alter table new_subscription rename to subscription;
create index subscription_of_guild on subscription (guild_id) where guild_id is not null;
create index subscription_of_destination on subscription (destination_id);
create index subscription_due on subscription (next_due) where next_due is not null;

create table new_slot (
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

insert into new_slot
    select slot.id, subscription_id, destination.id, due_at, state, reason, late, created_at,
        finished_at
    from slot join destination using (channel_id);
drop table slot;
alter table new_slot rename to slot;
create index slot_of_destination on slot (destination_id);
create index slot_unfinished on slot (id) where state = 'claimed';

alter table part drop column channel_id;

create table new_ledger (
    destination_id integer not null references destination on delete cascade,
    paper_id text not null,
    part_id integer references part on delete set null,
    position integer,
    state text not null check (state in ('posted', 'found', 'assumed')),
    at integer not null,
    primary key (destination_id, paper_id)
) strict, without rowid;

insert into new_ledger
    select destination.id, paper_id, part_id, position, state, at
    from ledger join destination using (channel_id);
drop table ledger;
alter table new_ledger rename to ledger;
create index ledger_of_part on ledger (part_id) where part_id is not null;

drop table channel;
