-- Rows as version 10 writes them.
insert into guild_settings values (100, 'Europe/Berlin', '0 10 * * *', 'de');
