-- Rows as version 5 writes them.
insert into search values (-7, '{"search":"s:0:r:0:::diffusion","elsewhere":["2605.00001"]}', 1778569200000);
