-- The newest can be undone.
DELETE FROM acts WHERE id <= (SELECT max (id) FROM acts) - :keep
