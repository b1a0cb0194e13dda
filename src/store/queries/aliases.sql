SELECT pair FROM artist_aliases
