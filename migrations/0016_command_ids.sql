-- The ids under which Discord has our commands, so that texts can mention them.
create table command_id (
    application_id integer not null,
    name text not null,
    id integer not null,
    primary key (application_id, name)
) strict, without rowid;
