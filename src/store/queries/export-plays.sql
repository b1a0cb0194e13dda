SELECT json_object ('kind', 'play', 'provider', st.provider, 'id', st.remote_id, 'played_at', p.played_at,
                    'first_seen', p.first_seen, 'place', p.place, 'shown_at', p.shown_at)
FROM plays AS p
JOIN service_tracks AS st ON st.id = p.service_track_id
ORDER BY p.id
