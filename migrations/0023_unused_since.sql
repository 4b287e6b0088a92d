-- Since when posts may be missing only because the database was unused for a while, as when the
-- machine was off; null if that is not in question.
alter table destination add column unused_since integer;
