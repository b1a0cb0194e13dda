DELETE FROM acts WHERE id NOT IN (SELECT act_id FROM act_words)
