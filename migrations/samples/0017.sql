-- Rows as version 17 writes them.
insert or replace into vote (paper_id, at, upvotes) select id, 1778655600000, 7 from paper limit 1;
insert into trending (paper_id, place, read_at) select id, 0, 1778655600000 from paper limit 1;
