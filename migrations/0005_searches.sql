-- Searches whose pages can be turned: what the hub's search added, and queries that no button can
-- carry. They go after a month.
create table search (
    key integer primary key not null,
    state text not null,
    at integer not null
) strict;

create index search_of_age on search (at);
