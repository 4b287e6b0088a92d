-- Files that were compared with a guild's configuration and wait to be applied.
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
