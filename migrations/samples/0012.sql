-- Rows as version 12 writes them.
update subscription
    set source = 'trending', paper_order = 'match', has_model = 1, form = 'papers', role_id = 500,
        publish = 1
    where id = 1;
