-- Rows as version 6 writes them.
insert into destination (kind, user_id, channel_id) values ('direct message', 9, 9110);
insert into destination (kind, guild_id, channel_id) values ('thread', 100, 120);
insert into subscription values
    (3, null, (select id from destination where user_id = 9), 9, '0 9 * * *', 'UTC', 0, 5, 'normal',
     '2026-05-12', 1778655600000, 1778580000000, 0);
insert into slot
    select 60, 3, id, 1778569200000, 'failed', 'refused', 0, 1778569200000, 1778569200000
    from destination where user_id = 9;
insert into ledger
    select id, '2605.00001', null, null, 'found', 1778655600000
    from destination where user_id = 9;
