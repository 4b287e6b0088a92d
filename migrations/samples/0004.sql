-- Rows as version 4 writes them.
insert into passed_over values (1, '2605.00004', 1, 1778569200000);
insert into ledger values (110, '2605.00005', null, null, 'found', 1778655600000);
update channel set doubtful_since = 1778655600000, notice_tried_at = 1778655600000
    where channel_id = 210;
update activity set sends = 5, heard_at = 1778655601000;
