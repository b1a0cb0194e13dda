SELECT provider_a, remote_id_a, provider_b, remote_id_b, was
FROM act_words
WHERE act_id = :act_id
