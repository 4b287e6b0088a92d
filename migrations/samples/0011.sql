-- Rows as version 11 writes them.
update guild_settings set log_channel = 200, manager_role = 300 where guild_id = 100;
insert into audit values (1, 100, 9, 1778580000000, 'subscription edit', 'edited', 1,
    '[["max_papers","10","25"]]');
