-- Rows as version 2 writes them.
insert into lease values ('delivery', '4711@host', 1778580030000);
insert into handled values (1504483399086112768, 1778580000000);
update channel set trouble = 'missing permission', trouble_since = 1778580000000
    where channel_id = 210;
update list set content = '5b1f', same_since = 1778580000000 where date = '2026-05-12';
-- Reasons were sentences until version 4.
insert into slot values
    (4, 1, 110, 1778482800000, 'skipped', 'missed by more than 12 hours: the bot was not running', 1,
     1778569200000, 1778569200000),
    (5, 1, 110, 1778396400000, 'skipped',
     'missed: the bot was not running, and a later slot followed', 1, 1778569200000, 1778569200000),
    (6, 1, 110, 1778310000000, 'failed', 'a fault of the bot itself; its log says more', 0,
     1778310000000, 1778310000000),
    (7, 1, 110, 1778223600000, 'sent',
     'part 1 of 3 is missing: discord unavailable; part 3 of 3 is missing: unconfirmed', 0,
     1778223600000, 1778223600000),
    (8, 1, 110, 1778137200000, 'failed', 'hub unavailable', 0, 1778137200000, 1778137200000);
update part set renewed_at = 1778655600000 where id = 1;
