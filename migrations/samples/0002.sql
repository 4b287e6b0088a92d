-- Rows as version 2 writes them.
insert into lease values ('delivery', '4711@host', 1778580030000);
insert into handled values (1504483399086112768, 1778580000000);
update channel set trouble = 'missing permission', trouble_since = 1778580000000
    where channel_id = 210;
update list set content = '5b1f', same_since = 1778580000000 where date = '2026-05-12';
update part set renewed_at = 1778655600000 where id = 1;
