-- Rows as version 1 writes them. Tests carry them through every later migration.
insert into paper values
    ('2605.00001', 'Agents that plan', 'We plan.', 'They plan.', '["agents","planning"]',
     '["Ada Lovelace"]', 'Analytical Engines', 1778544000000, 42, 3,
     'https://example.org/a.png', 'https://github.com/a/b', 7, 'https://example.org/',
     1778580000000, 1778580000000),
    ('hep-th/9901001', 'Strings', '', null, '[]', '[]', null, null, 0, 0, null, null, null, null,
     1778580000000, 1778580000000);
insert into list values ('2026-05-12', 1778580000000, 'W/"1"'), ('2026-05-16', 1778925600000, null);
insert into listing values ('2026-05-12', '2605.00001'), ('2026-05-12', 'hep-th/9901001');
insert into server values
    (100, 'Reading group', 1778580000000, null), (200, 'Gone', 1778580000000, 1778590000000);
insert into channel values (110, 100), (210, 200);
insert into subscription values
    (1, 100, 110, 9, '0 9 * * 1-5', 'Europe/Berlin', 5, 10, '2026-05-12', 1778655600000,
     1778580000000, 0),
    (2, 200, 210, 9, '0 9 * * *', 'UTC', 0, 25, '2026-05-12', null, 1778580000000, 1);
insert into topic values (1, 0, 'wanted', 'agents'), (1, 1, 'excluded', 'games');
insert into slot values
    (1, 1, 110, 1778569200000, 'sent', 'part 2 of 2 is missing: refused', 0, 1778569200000,
     1778569201000),
    (2, 1, 110, 1778655600000, 'claimed', null, 1, 1778655600000, null),
    (3, 2, 210, 1778569200000, 'nothing new', null, 0, 1778569200000, 1778569200000);
insert into part values
    (1, 1, 1, 'n1', 110, '{}', 'sent', null, 1000, 1778569200000, 1778569200000, 1778569201000),
    (2, 1, 2, 'n2', 110, '{}', 'failed', 'refused', null, 1778569200000, 1778569200000,
     1778569201000),
    (3, 2, 1, 'n3', 110, '{}', 'sending', null, null, 1778655600000, 1778655601000, null);
insert into ledger values
    (110, '2605.00001', 1, 0, 'posted', 1778569200000),
    (110, 'hep-th/9901001', 3, 0, 'posted', 1778655600000),
    (110, '2605.00003', null, null, 'passed', 1778655600000);
