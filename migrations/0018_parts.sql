-- What a part of a post is, and what it belongs to. Those that are there are messages of their own.
alter table part add column kind text not null default 'message'
    check (kind in ('message', 'post', 'thread', 'publish'));
-- The number of the part in whose thread it is, or that it publishes or opens a thread under.
alter table part add column parent integer;
-- Whether it was to bring papers.
alter table part add column bears integer not null default 1;
-- What is sent first, where the message is then edited to become the body.
alter table part add column line text;
-- The message of that line, until it is edited.
alter table part add column opened_id integer;
-- The channel of its message, where that is not the destination's.
alter table part add column channel_id integer;
