-- Pauses of subscriptions. One that is over stays until the next one takes its place.
alter table subscription add column paused_at integer;
-- None: it is ended by hand.
alter table subscription add column resume_at integer;
