-- Subscriptions that are being set up or changed, until they are saved; they go after a day.
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
