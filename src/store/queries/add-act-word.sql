INSERT INTO act_words (act_id, provider_a, remote_id_a, provider_b, remote_id_b, was)
VALUES (:act_id, :provider_a, :remote_id_a, :provider_b, :remote_id_b, :was)
