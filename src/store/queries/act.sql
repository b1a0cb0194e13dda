SELECT max (id) FROM acts WHERE :act_id = 0 OR id = :act_id
