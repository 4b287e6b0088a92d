-- What is old is found without reading what is not.
create index part_with_body on part (finished_at) where finished_at is not null and body <> '';
create index slot_of_age on slot (due_at) where state <> 'claimed';
