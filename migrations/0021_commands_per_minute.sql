-- How many commands each member of a guild may use in a minute; null for no limit of the guild's own.
alter table guild_settings add column commands_per_minute integer
    check (commands_per_minute between 1 and 60);
