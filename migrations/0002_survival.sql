-- Who delivers: of all processes on this file exactly one, until an instant that it moves on.
create table lease (
    name text primary key not null,
    holder text not null,
    until integer not null
) strict, without rowid;

-- Interactions that changed something: two processes hear of each, one acts on it.
create table handled (
    interaction_id integer primary key not null,
    at integer not null
) strict;

-- Why a channel cannot be posted to, since when, and when its admin was told.
alter table channel add column trouble text;
alter table channel add column trouble_since integer;
alter table channel add column told_at integer;

-- A list is settled when readings agree: its content, and when it was first read like that.
alter table list add column content text not null default '';
alter table list add column same_since integer not null default 0;

-- When the votes in a post were brought up to date, on the day after.
alter table part add column renewed_at integer;

create index part_to_renew on part (finished_at) where state = 'sent' and renewed_at is null;
