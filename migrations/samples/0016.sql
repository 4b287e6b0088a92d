-- Rows as version 16 writes them.
insert into command_id values (400, 'search', 401);
