-- Rows as version 20 writes them.
update destination set notice_begun_at = 1778741000000 where user_id = 9;
