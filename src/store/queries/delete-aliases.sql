DELETE FROM artist_aliases
