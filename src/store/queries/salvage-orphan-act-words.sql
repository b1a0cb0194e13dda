DELETE FROM act_words WHERE act_id NOT IN (SELECT id FROM acts)
