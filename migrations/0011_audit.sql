-- Where notices of a guild go, and whose role counts as an admin's.
alter table guild_settings add column log_channel integer;
alter table guild_settings add column manager_role integer;

-- Who changed what of a guild's subscriptions and settings.
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
create index audit_of_guild on audit (guild_id, id);
create index audit_of_age on audit (at);
