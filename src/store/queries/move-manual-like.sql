-- Where both were liked by hand the winner's stays.
UPDATE OR IGNORE interactions SET track_id = :other WHERE track_id = :track_id
