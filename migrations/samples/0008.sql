-- Rows as version 8 writes them.
update subscription set language = 'de' where id = 1;
