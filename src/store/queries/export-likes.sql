SELECT json_object ('kind', 'like', 'source', i.source, 'song', lower (hex (t.uuid)), 'provider', st.provider, 'id', st.remote_id,
                    'created_at', i.created_at, 'hidden', json (iif (i.is_hidden, 'true', 'false')))
FROM interactions AS i
LEFT JOIN service_tracks AS st ON st.id = i.service_track_id
JOIN tracks AS t ON t.id = coalesce (i.track_id, st.track_id)
ORDER BY i.id
