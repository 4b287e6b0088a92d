-- Whether a subscription's language was chosen for it; otherwise it is the guild's. Those that differ
-- from the guild's must have been chosen.
alter table subscription add column own_language integer not null default 0;

update subscription set own_language = 1
where exists (
    select 1 from guild_settings
    where guild_settings.guild_id = subscription.guild_id
      and guild_settings.language <> subscription.language
);
