-- Rows as version 3 writes them.
insert into model values (1, 'all-MiniLM-L6-v2@53aa51172d14/1', '/var/lib/paperboy/models/all-MiniLM-L6-v2');
insert into vector (model_id, paper_id, value) select 1, id, x'7f00810a' from paper limit 1;
update paper set change = 1, models = 1, linked_at = 1778580000000 where id = '2605.00001';
insert into linked values ('2605.00001', 0, 'model', 'owner/model', 3);
update subscription set strictness = 'loose' where id = 1;
