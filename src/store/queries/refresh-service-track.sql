-- The service told the same again.
UPDATE service_tracks SET brought_by = :brought_by, fetched_at = :now WHERE id = :id
