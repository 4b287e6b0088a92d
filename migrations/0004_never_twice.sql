-- Tries of a message of which it is not known that nothing arrived, and when the last one was made.
alter table part add column unclear integer not null default 0;
alter table part add column tried_at integer;
update part set unclear = 1, tried_at = sending_at where state = 'sending';

-- Papers that one subscription left out of a post because it was full: its own business, not the
-- channel's. A slot that posts nothing gives them back.
create table passed_over (
    subscription_id integer not null references subscription on delete cascade,
    paper_id text not null,
    slot_id integer references slot on delete set null,
    at integer not null,
    primary key (subscription_id, paper_id)
) strict, without rowid;

create index passed_over_of_slot on passed_over (slot_id) where slot_id is not null;

-- Which subscription it was is not known: all of the channel, so that no backlog comes.
insert into passed_over (subscription_id, paper_id, at)
    select subscription.id, ledger.paper_id, ledger.at
    from ledger join subscription using (channel_id)
    where ledger.state = 'passed' and subscription.removed = 0;

-- What a channel has had: posted by a part, found there after a restore, or assumed to be there
-- because the channel could not be read. "Never twice" is this primary key, and outlives whatever
-- posted it.
create table new_ledger (
    channel_id integer not null references channel on delete cascade,
    paper_id text not null,
    part_id integer references part on delete set null,
    position integer,
    state text not null check (state in ('posted', 'found', 'assumed')),
    at integer not null,
    primary key (channel_id, paper_id)
) strict, without rowid;

insert into new_ledger select * from ledger where state = 'posted';
drop table ledger;
alter table new_ledger rename to ledger;
create index ledger_of_part on ledger (part_id) where part_id is not null;

-- The posts in a channel since then are not known to be in this database: they are read before
-- anything is sent there.
alter table channel add column doubtful_since integer;
-- When its admin was last tried to be told of its trouble.
alter table channel add column notice_tried_at integer;

-- How many tries to send were begun with this database, and when it was last in use: by this a
-- restored backup is recognised.
create table activity (
    id integer primary key not null check (id = 1),
    sends integer not null,
    heard_at integer
) strict;

insert into activity
    select 1, (select count(*) from part), max(at) from (
        select max(fetched_at) as at from list
        union all select max(created_at) from slot
        union all select max(sending_at) from part
    );

-- Reasons are codes; the words for them are not in the database.
update slot set reason = case
    when reason like 'missed by more than %' then 'missed'
    when reason like 'missed%' then 'overtaken'
    when reason like 'a fault of the bot itself%' then 'own fault'
    when reason like 'part % is missing: %' then rtrim(substr(
        reason || ';',
        instr(reason, ': ') + 2,
        instr(substr(reason || ';', instr(reason, ': ') + 2), ';') - 1
    ))
    else reason
end where reason is not null;
