-- Rows as version 19 writes them.
update subscription set language = 'ja', own_language = 1 where id = 3;
