DELETE FROM track_redirects WHERE uuid = :uuid
