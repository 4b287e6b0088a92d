-- Rows as version 14 writes them.
insert into draft values (5, 100, 9, 1, '{}', '{}', 1778580000000, 1778580001000);
