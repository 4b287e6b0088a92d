-- Rows as version 21 writes them.
update guild_settings set commands_per_minute = 5;
