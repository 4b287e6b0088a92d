-- Servers that the bot was added to, and whether they wait to be welcomed.
create table welcome (
    guild_id integer primary key not null references guild on delete cascade,
    joined_at integer not null,
    -- Where; none once it is done, or if there is nowhere.
    channel_id integer,
    language text not null,
    tried_at integer
) strict;

create index welcome_waiting on welcome (guild_id) where channel_id is not null;
