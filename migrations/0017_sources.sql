-- Our own record of votes, for the papers that rise. Those that are there are the first row of it.
create table vote (
    paper_id text not null references paper on delete cascade,
    at integer not null,
    upvotes integer not null,
    primary key (paper_id, at)
) strict, without rowid;

create index vote_of_age on vote (at);

insert into vote (paper_id, at, upvotes) select id, changed_at, upvotes from paper;

-- The hub's trending list, as it was last read.
create table trending (
    paper_id text primary key not null references paper on delete cascade,
    place integer not null,
    read_at integer not null
) strict, without rowid;
