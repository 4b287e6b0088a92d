-- Rows as version 15 writes them.
insert into welcome values (100, 1778580000000, 200, 'de', 1778580001000);
