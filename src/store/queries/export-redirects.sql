SELECT json_object ('kind', 'redirect', 'uuid', lower (hex (r.uuid)), 'song', lower (hex (t.uuid)))
FROM track_redirects AS r
JOIN tracks AS t ON t.id = r.track_id
ORDER BY r.uuid
