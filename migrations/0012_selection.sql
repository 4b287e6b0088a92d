-- What a subscription takes and how it posts it. Those that are there go on as they did.
alter table subscription add column source text not null default 'daily';
alter table subscription add column paper_order text not null default 'list';
alter table subscription add column has_code integer not null default 0;
alter table subscription add column has_model integer not null default 0;
alter table subscription add column has_dataset integer not null default 0;
alter table subscription add column form text not null default 'digest';
alter table subscription add column role_id integer;
alter table subscription add column silent integer not null default 0;
alter table subscription add column publish integer not null default 0;
