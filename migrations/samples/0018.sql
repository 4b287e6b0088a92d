-- Rows as version 18 writes them.
insert into slot
    select 70, 3, id, 1778741000000, 'claimed', null, 0, 1778741000000, null
    from destination where user_id = 9;
insert into part
    (id, slot_id, number, nonce, body, state, claimed_at, kind, parent, bears, line, opened_id)
values
    (70, 70, 1, 'a-1', '{}', 'claimed', 1778741000000, 'message', null, 1, '{}', 9500),
    (71, 70, 2, 'a-2', '{}', 'claimed', 1778741000000, 'thread', 1, 0, null, null);
