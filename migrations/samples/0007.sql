-- Rows as version 7 writes them: a post that was sent so long ago that its body is gone.
insert into slot
    select 7000, 3, id, 1746000000000, 'sent', null, 0, 1746000000000, 1746000060000
    from destination where user_id = 9;
insert into part (id, slot_id, number, nonce, body, state, message_id, claimed_at, sending_at,
                  finished_at)
values (7000, 7000, 0, 'nonce-of-part-700', '', 'sent', 9150, 1746000000000, 1746000001000, 1746000060000);
