-- Every change of a paper takes the next number, so that whoever remembers the last one it has
-- seen reads what is new, whichever process wrote it.
alter table paper add column change integer not null default 0;
create index paper_of_change on paper (change);

-- Sentence encoders, by the name that tells their vectors apart, and where each was read from.
create table model (
    id integer primary key not null,
    name text not null unique,
    folder text not null
) strict;

-- What a paper's title and abstract mean to a model: a byte per dimension. It goes when the text
-- changes. Numbers are never given twice: what is new has a higher one.
create table vector (
    id integer primary key autoincrement not null,
    model_id integer not null references model on delete cascade,
    paper_id text not null references paper on delete cascade,
    value blob not null,
    unique (model_id, paper_id)
) strict;

create index vector_of_paper on vector (paper_id);

-- Models, datasets and Spaces linked to a paper: the first few, how many there are, and when the
-- hub was asked.
create table linked (
    paper_id text not null references paper on delete cascade,
    position integer not null,
    kind text not null check (kind in ('model', 'dataset', 'Space')),
    name text not null,
    likes integer not null,
    primary key (paper_id, position)
) strict, without rowid;
alter table paper add column models integer not null default 0;
alter table paper add column datasets integer not null default 0;
alter table paper add column spaces integer not null default 0;
alter table paper add column linked_at integer;

-- How surely a paper must be about a topic.
alter table subscription add column strictness text not null default 'normal'
    check (strictness in ('loose', 'normal', 'strict'));
