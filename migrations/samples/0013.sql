-- Rows as version 13 writes them.
insert into config_import values (1, 100, 9, '{"paperboy":1}', 'zone=UTC', 1778580000000);
