-- The name of the channel as Discord last said, for suggestions; null if it is not known yet.
alter table destination add column name text;
