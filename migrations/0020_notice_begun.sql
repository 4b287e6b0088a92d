-- When the notice about a blocked destination was first sent without a clear answer.
alter table destination add column notice_begun_at integer;
