-- What the admins of a guild have set for its new subscriptions and its posts.
create table guild_settings (
    guild_id integer primary key not null references guild on delete cascade,
    zone text,
    time text,
    language text
) strict;
