-- Rows as version 9 writes them.
update subscription set paused_at = 1778580000000, next_due = null where id = 1;
