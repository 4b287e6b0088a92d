-- The language of a subscription's posts. Those that are there are in English.
alter table subscription add column language text not null default 'en';
