DELETE FROM acts WHERE id = :act_id
