-- Rows as version 23 writes them.
update destination set unused_since = 1778741000000 where user_id is null;
