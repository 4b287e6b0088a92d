-- Rows as version 22 writes them.
update destination set name = 'papers' where user_id is null;
