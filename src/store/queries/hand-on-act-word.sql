-- A word that a later act changed again: undoing that one goes back to before this one.
UPDATE act_words
SET was = :was
WHERE provider_a = :provider_a AND remote_id_a = :remote_id_a AND provider_b = :provider_b AND remote_id_b = :remote_id_b
  AND act_id = (SELECT min (act_id)
                FROM act_words
                WHERE provider_a = :provider_a AND remote_id_a = :remote_id_a AND provider_b = :provider_b AND remote_id_b = :remote_id_b
                  AND act_id > :act_id)
